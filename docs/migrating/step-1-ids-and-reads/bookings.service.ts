import { ConflictException, Injectable } from '@nestjs/common';
import { MailsService } from '../step-0-services/mails.service.js';
import { type Booking, BookingTable } from '../step-0-services/tables.js';
import { priceOf } from './price.js';
import { SeatsService } from './seats.service.js';
import { WalletsService } from './wallets.service.js';

export interface NewBooking {
  readonly bookingId: string;
  readonly guest: string;
  readonly workshop: string;
  readonly seats: number;
}

@Injectable()
export class BookingsService {
  constructor(
    private readonly table: BookingTable,
    private readonly seats: SeatsService,
    private readonly wallets: WalletsService,
    private readonly mails: MailsService,
  ) {}

  async book({ bookingId, guest, workshop, seats }: NewBooking): Promise<void> {
    if ((await this.table.find(bookingId)) !== undefined) return; // asked twice, booked once
    const price = priceOf(workshop, seats);
    if (!(await this.seats.reserve(bookingId, workshop, seats))) {
      throw new ConflictException(`${workshop} is full`);
    }
    try {
      await this.wallets.charge(bookingId, guest, price);
    } catch (error) {
      await this.seats.release(bookingId, workshop);
      throw error;
    }
    const booking: Booking = { bookingId, guest, workshop, seats, price, status: 'confirmed' };
    await this.table.save(bookingId, booking);
    await this.mails.confirm(booking);
  }
}
