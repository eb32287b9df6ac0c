import { Injectable, NotFoundException } from '@nestjs/common';
import { type Booking, BookingTable } from '../step-0-services/tables.js';

/** Reads bookings, and never writes them. */
@Injectable()
export class BookingList {
  constructor(private readonly table: BookingTable) {}

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
