import { type DynamicModule, Module } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Carrier } from './carrier.js';
import { ShippingActor } from './shipping.actor.js';

@Module({})
export class ShippingModule {
  /** @param createCarrier Makes the adapter; it reports to the mailbox that it is given. */
  static forRoot(createCarrier: (mailbox: MailboxRuntime) => Carrier): DynamicModule {
    return {
      module: ShippingModule,
      providers: [ShippingActor, { provide: Carrier, useFactory: createCarrier, inject: [MailboxRuntime] }],
    };
  }
}
