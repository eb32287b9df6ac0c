import { Module } from '@nestjs/common';
import { EventStreamModule } from 'nestjs-mailbox/ingress';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
} from '../orders/messages.js';
import { PageController } from './page.controller.js';

@Module({
  imports: [
    EventStreamModule.forRoot({
      expose: [OrderPlaced, OrderConfirmed, OrderShipped, OrderRejected, OrderCancelled],
      keyBy: (event) => event.orderId,
    }),
  ],
  controllers: [PageController],
})
export class PageModule {}
