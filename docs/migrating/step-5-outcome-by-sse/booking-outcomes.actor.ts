import { Actor, Subscribe } from 'nestjs-mailbox';
import { BookingSettled } from '../step-2-booking-actor/messages.js';
import { BookingOutcomes } from './booking-outcomes.js';

@Actor()
export class BookingOutcomesActor {
  constructor(private readonly outcomes: BookingOutcomes) {}

  @Subscribe(BookingSettled)
  settled({ booking }: BookingSettled): void {
    this.outcomes.add(booking);
  }
}
