import { randomUUID } from 'node:crypto';
import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { MailsService } from './mails.service.js';
import { SeatsService } from './seats.service.js';
import { type Booking, BookingTable } from './tables.js';
import { WalletsService } from './wallets.service.js';

export interface NewBooking {
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

  async book({ guest, workshop, seats }: NewBooking): Promise<Booking> {
    const bookingId = randomUUID();
    const price = this.quote(workshop, seats);
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
    return booking;
  }

  quote(workshop: string, seats: number): number {
    return (workshop === 'pottery' ? 40 : 25) * seats;
  }

  async find(bookingId: string): Promise<Booking> {
    const booking = await this.table.find(bookingId);
    if (booking === undefined) throw new NotFoundException(`there is no booking ${bookingId}`);
    return booking;
  }

  async ofGuest(guest: string): Promise<Booking[]> {
    const all = await this.table.all();
    return all.map(([, booking]) => booking).filter((booking) => booking.guest === guest);
  }
}
