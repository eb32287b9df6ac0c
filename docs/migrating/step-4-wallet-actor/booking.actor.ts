import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { type Booking, BookingTable } from '../step-0-services/tables.js';
import { priceOf } from '../step-1-ids-and-reads/price.js';
import { BookingSettled, BookWorkshop } from '../step-2-booking-actor/messages.js';
import { ReleaseSeats, ReserveSeats, SeatsRefused, SeatsReserved } from '../step-3-seats-actor/messages.js';
import { BookingOverdue, ChargeDeclined, ChargeGuest, GuestCharged, RefundGuest } from './messages.js';

const RETRY = { attempts: 3, backoffMs: 100 };

@Actor({ keyBy: (message: { bookingId: string }) => message.bookingId })
export class BookingActor {
  constructor(private readonly table: BookingTable) {}

  @Handle(BookWorkshop, { retry: RETRY })
  async book(message: BookWorkshop, context: ActorContext): Promise<void> {
    const { bookingId, guest, workshop, seats } = message;
    const known = await this.table.find(bookingId);
    if (known !== undefined && known.status !== 'requested') return; // asked twice, booked once
    const price = priceOf(workshop, seats);
    await this.table.save(bookingId, { bookingId, guest, workshop, seats, price, status: 'requested' });
    context.tell(new ReserveSeats(bookingId, workshop, seats));
    context.schedule.once('overdue', 30_000, new BookingOverdue(bookingId));
  }

  @Handle(SeatsReserved, { retry: RETRY })
  async charge({ bookingId }: SeatsReserved, context: ActorContext): Promise<void> {
    const booking = await this.#findRequested(bookingId);
    if (booking !== undefined) context.tell(new ChargeGuest(bookingId, booking.guest, booking.price));
  }

  @Handle(GuestCharged, { retry: RETRY })
  async confirm({ bookingId }: GuestCharged, context: ActorContext): Promise<void> {
    const booking = await this.#findRequested(bookingId);
    if (booking !== undefined) await this.#settle({ ...booking, status: 'confirmed' }, context);
  }

  @Handle(SeatsRefused, { retry: RETRY })
  async full({ bookingId, reason }: SeatsRefused, context: ActorContext): Promise<void> {
    const booking = await this.#findRequested(bookingId);
    if (booking !== undefined) await this.#settle({ ...booking, status: 'rejected', reason }, context);
  }

  @Handle(ChargeDeclined, { retry: RETRY })
  async declined({ bookingId, reason }: ChargeDeclined, context: ActorContext): Promise<void> {
    const booking = await this.#findRequested(bookingId);
    if (booking === undefined) return;
    await this.#settle({ ...booking, status: 'rejected', reason }, context);
    context.tell(new ReleaseSeats(bookingId, booking.workshop));
  }

  /** Nobody knows which message was lost. So it takes back both, and both bear that there was nothing. */
  @Handle(BookingOverdue, { retry: RETRY })
  async giveUp({ bookingId }: BookingOverdue, context: ActorContext): Promise<void> {
    const booking = await this.#findRequested(bookingId);
    if (booking === undefined) return;
    await this.#settle({ ...booking, status: 'rejected', reason: 'no answer in time' }, context);
    context.tell(new RefundGuest(bookingId, booking.guest));
    context.tell(new ReleaseSeats(bookingId, booking.workshop));
  }

  /** An answer that comes twice, or too late, finds none. */
  async #findRequested(bookingId: string): Promise<Booking | undefined> {
    const booking = await this.table.find(bookingId);
    return booking?.status === 'requested' ? booking : undefined;
  }

  async #settle(booking: Booking, context: ActorContext): Promise<void> {
    await this.table.save(booking.bookingId, booking);
    context.schedule.cancel('overdue');
    context.publish(new BookingSettled(booking));
  }
}
