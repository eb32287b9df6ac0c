import { Injectable } from '@nestjs/common';
import type { Booking } from './tables.js';

@Injectable()
export class MailsService {
  readonly sent: string[] = [];

  async confirm({ bookingId, guest }: Booking): Promise<void> {
    await new Promise(setImmediate); // stands for a mail server
    this.sent.push(`${guest}: ${bookingId} is confirmed`);
  }
}
