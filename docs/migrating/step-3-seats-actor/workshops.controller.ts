import { Controller, Get, Param } from '@nestjs/common';
import { priceOf } from '../step-1-ids-and-reads/price.js';
import { WorkshopList } from './workshop-list.js';

@Controller('workshops')
export class WorkshopsController {
  constructor(private readonly list: WorkshopList) {}

  @Get(':workshop')
  find(@Param('workshop') workshop: string): { free: number; price: number } {
    return { free: this.list.free(workshop), price: priceOf(workshop, 1) };
  }
}
