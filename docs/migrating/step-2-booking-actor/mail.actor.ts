import { Actor, Subscribe } from 'nestjs-mailbox';
import { MailsService } from '../step-0-services/mails.service.js';
import { BookingSettled } from './messages.js';

@Actor({ keyBy: ({ booking }: BookingSettled) => booking.bookingId })
export class MailActor {
  constructor(private readonly mails: MailsService) {}

  @Subscribe(BookingSettled, { retry: { attempts: 5, backoffMs: 1_000 } })
  async confirm({ booking }: BookingSettled): Promise<void> {
    if (booking.status === 'confirmed') await this.mails.confirm(booking);
  }
}
