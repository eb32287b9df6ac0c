import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { BookingsService, type NewBooking } from './bookings.service.js';
import type { Booking } from './tables.js';

@Controller()
export class BookingsController {
  constructor(private readonly bookings: BookingsService) {}

  @Post('bookings')
  book(@Body() body: NewBooking): Promise<Booking> {
    return this.bookings.book(body);
  }

  @Get('bookings/:bookingId')
  find(@Param('bookingId') bookingId: string): Promise<Booking> {
    return this.bookings.find(bookingId);
  }

  @Get('guests/:guest/bookings')
  ofGuest(@Param('guest') guest: string): Promise<Booking[]> {
    return this.bookings.ofGuest(guest);
  }
}
