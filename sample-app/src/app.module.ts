import { Module } from '@nestjs/common';
import { MailboxModule } from 'nestjs-mailbox';
import { FulfilmentModule } from './fulfilment.module.js';

@Module({ imports: [MailboxModule.forRoot(), FulfilmentModule.forRoot()] })
export class AppModule {}
