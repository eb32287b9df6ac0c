import { Controller, Get, Param } from '@nestjs/common';
import type { Booking } from '../step-0-services/tables.js';
import { BookingList } from './booking-list.js';

@Controller()
export class BookingQueriesController {
  constructor(private readonly list: BookingList) {}

  @Get('bookings/:bookingId')
  find(@Param('bookingId') bookingId: string): Promise<Booking> {
    return this.list.find(bookingId);
  }

  @Get('guests/:guest/bookings')
  ofGuest(@Param('guest') guest: string): Promise<Booking[]> {
    return this.list.ofGuest(guest);
  }
}
