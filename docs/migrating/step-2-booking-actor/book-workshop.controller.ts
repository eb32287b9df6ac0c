import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { MailboxRuntime, type Receipt } from 'nestjs-mailbox';
import { BookWorkshop } from './messages.js';

@Controller('v2/bookings')
export class BookWorkshopController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post()
  @HttpCode(202) // accepted, not done
  book(@Body() body: unknown): Promise<Receipt> {
    return this.mailbox.deliver(BookWorkshop.from(body));
  }
}
