import { randomUUID } from 'node:crypto';
import { Body, Controller, Post } from '@nestjs/common';
import type { Booking } from '../step-0-services/tables.js';
import { BookingList } from './booking-list.js';
import { BookingsService, type NewBooking } from './bookings.service.js';

@Controller('bookings')
export class BookingsController {
  constructor(
    private readonly bookings: BookingsService,
    private readonly list: BookingList,
  ) {}

  @Post()
  async book(@Body() body: Omit<NewBooking, 'bookingId'> & { bookingId?: string }): Promise<Booking> {
    const { bookingId = randomUUID() } = body; // old clients send none
    await this.bookings.book({ ...body, bookingId });
    return this.list.find(bookingId);
  }
}
