import { type DynamicModule, Module } from '@nestjs/common';
import { PaymentActor } from './payment.actor.js';
import { PaymentGateway } from './payment-gateway.js';

@Module({})
export class PaymentModule {
  static forRoot(gateway: PaymentGateway): DynamicModule {
    return {
      module: PaymentModule,
      providers: [PaymentActor, { provide: PaymentGateway, useValue: gateway }],
    };
  }
}
