import { Module } from '@nestjs/common';
import { BookingsModule } from '../step-4-wallet-actor/bookings.module.js';
import { BookingOutcomesActor } from './booking-outcomes.actor.js';
import { BookingOutcomesController } from './booking-outcomes.controller.js';
import { BookingOutcomes } from './booking-outcomes.js';

@Module({
  imports: [BookingsModule],
  controllers: [BookingOutcomesController],
  providers: [BookingOutcomes, BookingOutcomesActor],
})
export class BookingOutcomesModule {}
