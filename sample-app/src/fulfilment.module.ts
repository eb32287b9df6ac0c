import { type DynamicModule, Module } from '@nestjs/common';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { type Product, PRODUCTS } from './catalogue/product.js';
import { HealthModule } from './health/health.module.js';
import { InventoryModule } from './inventory/inventory.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { InMemoryGateway } from './payment/in-memory-gateway.js';
import { PaymentModule } from './payment/payment.module.js';
import type { PaymentGateway } from './payment/payment-gateway.js';
import { ReadModelModule } from './read-model/read-model.module.js';
import { ShippingModule } from './shipping/shipping.module.js';

export interface Shop {
  readonly products: readonly Product[];
  readonly createGateway: () => PaymentGateway;
}

/** The whole of the shop but the runtime, so that the server, the demo and the tests each bring their own. */
@Module({})
export class FulfilmentModule {
  static forRoot({
    products = PRODUCTS,
    createGateway = () => new InMemoryGateway({ seed: 1, failureRate: 0.3 }),
  }: Partial<Shop> = {}): DynamicModule {
    return {
      module: FulfilmentModule,
      imports: [
        CatalogueModule.forRoot(products),
        OrdersModule,
        InventoryModule,
        PaymentModule.forRoot(createGateway),
        ShippingModule,
        ReadModelModule,
        HealthModule,
      ],
    };
  }
}
