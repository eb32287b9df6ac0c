import { Controller, Get, Param } from '@nestjs/common';
import { priceOf } from './price.js';
import { SeatsService } from './seats.service.js';

@Controller('workshops')
export class WorkshopsController {
  constructor(private readonly seats: SeatsService) {}

  @Get(':workshop')
  async find(@Param('workshop') workshop: string): Promise<{ free: number; price: number }> {
    return { free: await this.seats.free(workshop), price: priceOf(workshop, 1) };
  }
}
