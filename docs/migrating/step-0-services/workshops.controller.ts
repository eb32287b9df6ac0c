import { Controller, Get, Param } from '@nestjs/common';
import { BookingsService } from './bookings.service.js';
import { SeatsService } from './seats.service.js';

@Controller('workshops')
export class WorkshopsController {
  constructor(
    private readonly seats: SeatsService,
    private readonly bookings: BookingsService,
  ) {}

  @Get(':workshop')
  async find(@Param('workshop') workshop: string): Promise<{ free: number; price: number }> {
    return { free: await this.seats.free(workshop), price: this.bookings.quote(workshop, 1) };
  }
}
