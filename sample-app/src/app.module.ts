import { Module } from '@nestjs/common';
import { MailboxModule } from 'nestjs-mailbox';
import { MailboxIngressModule } from 'nestjs-mailbox/ingress';
import { FulfilmentModule } from './fulfilment.module.js';
import { PageModule } from './page/page.module.js';
import { TelemetryModule } from './telemetry/telemetry.module.js';

@Module({
  imports: [
    MailboxModule.forRoot(),
    MailboxIngressModule.forRoot({ catalog: { title: 'Shop', version: '1.0.0' } }),
    FulfilmentModule.forRoot(),
    PageModule,
    TelemetryModule,
  ],
})
export class AppModule {}
