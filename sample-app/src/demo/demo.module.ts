import { type DynamicModule, Module } from '@nestjs/common';
import { MailboxModule } from 'nestjs-mailbox';
import { FulfilmentModule, type Shop } from '../fulfilment.module.js';
import { Journey } from './journey.js';
import { JourneyActor } from './journey.actor.js';

/** The shop's own modules, an observer, and less patience between attempts than in a real shop. */
@Module({})
export class DemoModule {
  static forRoot(shop: Shop): DynamicModule {
    return {
      module: DemoModule,
      imports: [MailboxModule.forRoot({ retry: { backoffMs: 2 } }), FulfilmentModule.forRoot(shop)],
      providers: [Journey, JourneyActor],
    };
  }
}
