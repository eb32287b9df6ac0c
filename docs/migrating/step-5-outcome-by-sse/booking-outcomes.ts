import { Injectable } from '@nestjs/common';
import { filter, type Observable, Subject } from 'rxjs';
import type { Booking } from '../step-0-services/tables.js';

/** What has just been settled, for whoever is watching in this process. */
@Injectable()
export class BookingOutcomes {
  readonly #settled = new Subject<Booking>();

  of(bookingId: string): Observable<Booking> {
    return this.#settled.pipe(filter((booking) => booking.bookingId === bookingId));
  }

  add(booking: Booking): void {
    this.#settled.next(booking);
  }
}
