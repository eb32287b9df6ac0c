import { type DynamicModule, Module } from '@nestjs/common';
import type { MailboxRuntime } from 'nestjs-mailbox';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { type Product, PRODUCTS } from './catalogue/product.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { InventoryModule } from './inventory/inventory.module.js';
import { OrderTerms } from './orders/order-terms.js';
import { OrdersModule } from './orders/orders.module.js';
import { InMemoryGateway } from './payment/in-memory-gateway.js';
import { PaymentModule } from './payment/payment.module.js';
import type { PaymentGateway } from './payment/payment-gateway.js';
import { ReadModelModule } from './read-model/read-model.module.js';
import type { Carrier } from './shipping/carrier.js';
import { InMemoryCarrier } from './shipping/in-memory-carrier.js';
import { ShippingModule } from './shipping/shipping.module.js';

export interface Shop {
  readonly products: readonly Product[];
  readonly terms: OrderTerms;
  readonly createGateway: () => PaymentGateway;
  readonly createCarrier: (mailbox: MailboxRuntime) => Carrier;
}

/** The whole of the shop but the runtime, so that the server, the demo and the tests each bring their own. */
@Module({})
export class FulfilmentModule {
  static forRoot({
    products = PRODUCTS,
    terms = new OrderTerms(),
    createGateway = () => new InMemoryGateway({ seed: 1, failureRate: 0.3 }),
    createCarrier = (mailbox) => new InMemoryCarrier(mailbox, { seed: 1, forgetRate: 0.05 }),
  }: Partial<Shop> = {}): DynamicModule {
    return {
      module: FulfilmentModule,
      imports: [
        CatalogueModule.forRoot(products),
        DatabaseModule,
        OrdersModule.forRoot(terms),
        InventoryModule,
        PaymentModule.forRoot(createGateway),
        ShippingModule.forRoot(createCarrier),
        ReadModelModule,
        HealthModule,
      ],
    };
  }
}
