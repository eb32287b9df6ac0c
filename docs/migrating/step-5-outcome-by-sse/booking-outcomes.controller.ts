import { Controller, type MessageEvent, Param, Sse } from '@nestjs/common';
import { defer, filter, map, merge, type Observable, take } from 'rxjs';
import { type Booking, BookingTable } from '../step-0-services/tables.js';
import { BookingOutcomes } from './booking-outcomes.js';

@Controller('bookings')
export class BookingOutcomesController {
  constructor(
    private readonly outcomes: BookingOutcomes,
    private readonly table: BookingTable,
  ) {}

  /** One event, when it is settled; at once, if it is. */
  @Sse(':bookingId/outcome')
  outcome(@Param('bookingId') bookingId: string): Observable<MessageEvent> {
    const settledBefore = defer(() => this.table.find(bookingId)).pipe(
      filter((booking): booking is Booking => booking !== undefined && booking.status !== 'requested'),
    );
    return merge(this.outcomes.of(bookingId), settledBefore).pipe(
      take(1),
      map((booking) => ({ data: booking })),
    );
  }
}
