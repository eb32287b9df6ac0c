import { HttpException } from '@nestjs/common';
import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { type Booking, BookingTable } from '../step-0-services/tables.js';
import { priceOf } from '../step-1-ids-and-reads/price.js';
import { SeatsService } from '../step-1-ids-and-reads/seats.service.js';
import { WalletsService } from '../step-1-ids-and-reads/wallets.service.js';
import { BookingSettled, BookWorkshop } from './messages.js';

@Actor({ keyBy: (message: { bookingId: string }) => message.bookingId })
export class BookingActor {
  constructor(
    private readonly table: BookingTable,
    private readonly seats: SeatsService,
    private readonly wallets: WalletsService,
  ) {}

  @Handle(BookWorkshop, { retry: { attempts: 3, backoffMs: 100 } })
  async book(message: BookWorkshop, context: ActorContext): Promise<void> {
    const { bookingId, guest, workshop, seats } = message;
    const known = await this.table.find(bookingId);
    if (known !== undefined && known.status !== 'requested') return; // asked twice, booked once
    const requested: Booking = {
      bookingId,
      guest,
      workshop,
      seats,
      price: priceOf(workshop, seats),
      status: 'requested',
    };
    await this.table.save(bookingId, requested);
    const booking = await this.#settle(requested);
    await this.table.save(bookingId, booking);
    context.publish(new BookingSettled(booking)); // last, so that a failed attempt has published nothing
  }

  /** The old services, called and awaited as before: they are no actors yet. */
  async #settle(booking: Booking): Promise<Booking> {
    const { bookingId, guest, workshop, seats, price } = booking;
    try {
      if (!(await this.seats.reserve(bookingId, workshop, seats))) {
        return { ...booking, status: 'rejected', reason: `${workshop} is full` };
      }
      await this.wallets.charge(bookingId, guest, price);
      return { ...booking, status: 'confirmed' };
    } catch (error) {
      if (!(error instanceof HttpException)) throw error; // a failure: attempted again, then a dead letter
      await this.seats.release(bookingId, workshop);
      return { ...booking, status: 'rejected', reason: error.message }; // a "no": an outcome like any other
    }
  }
}
