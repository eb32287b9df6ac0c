import { type DynamicModule, Module } from '@nestjs/common';
import { PaymentActor } from './payment.actor.js';
import { PaymentGateway } from './payment-gateway.js';

@Module({})
export class PaymentModule {
  /** @param createGateway Makes the adapter: one for each application, as its book is its own. */
  static forRoot(createGateway: () => PaymentGateway): DynamicModule {
    return {
      module: PaymentModule,
      providers: [PaymentActor, { provide: PaymentGateway, useFactory: createGateway }],
    };
  }
}
