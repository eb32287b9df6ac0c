import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { MailboxRuntime, type Receipt } from 'nestjs-mailbox';
import { PlaceOrder } from './messages.js';

/** HTTP delivers messages, nothing more. What became of an order is a question to the read model. */
@Controller('orders')
export class OrdersController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  /** 202: accepted, not done. A body that the schema refuses is answered with 400 and the issues. */
  @Post()
  @HttpCode(202)
  place(@Body() body: unknown): Promise<Receipt> {
    return this.mailbox.deliver(PlaceOrder.from(body));
  }
}
