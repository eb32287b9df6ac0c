import { HttpException } from '@nestjs/common';
import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { type Booking, BookingTable } from '../step-0-services/tables.js';
import { priceOf } from '../step-1-ids-and-reads/price.js';
import { WalletsService } from '../step-1-ids-and-reads/wallets.service.js';
import { BookingSettled, BookWorkshop } from '../step-2-booking-actor/messages.js';
import { ReleaseSeats, ReserveSeats, SeatsRefused, SeatsReserved } from './messages.js';

@Actor({ keyBy: (message: { bookingId: string }) => message.bookingId })
export class BookingActor {
  constructor(
    private readonly table: BookingTable,
    private readonly wallets: WalletsService,
  ) {}

  @Handle(BookWorkshop, { retry: { attempts: 3, backoffMs: 100 } })
  async book(message: BookWorkshop, context: ActorContext): Promise<void> {
    const { bookingId, guest, workshop, seats } = message;
    const known = await this.table.find(bookingId);
    if (known !== undefined && known.status !== 'requested') return; // asked twice, booked once
    const price = priceOf(workshop, seats);
    await this.table.save(bookingId, { bookingId, guest, workshop, seats, price, status: 'requested' });
    context.tell(new ReserveSeats(bookingId, workshop, seats));
  }

  @Handle(SeatsReserved, { retry: { attempts: 3, backoffMs: 100 } })
  async charge({ bookingId }: SeatsReserved, context: ActorContext): Promise<void> {
    const booking = await this.#findRequested(bookingId);
    if (booking === undefined) return;
    try {
      await this.wallets.charge(bookingId, booking.guest, booking.price);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      context.tell(new ReleaseSeats(bookingId, booking.workshop));
      await this.#settle({ ...booking, status: 'rejected', reason: error.message }, context);
      return;
    }
    await this.#settle({ ...booking, status: 'confirmed' }, context);
  }

  @Handle(SeatsRefused, { retry: { attempts: 3, backoffMs: 100 } })
  async reject({ bookingId, reason }: SeatsRefused, context: ActorContext): Promise<void> {
    const booking = await this.#findRequested(bookingId);
    if (booking !== undefined) await this.#settle({ ...booking, status: 'rejected', reason }, context);
  }

  async #findRequested(bookingId: string): Promise<Booking | undefined> {
    const booking = await this.table.find(bookingId);
    return booking?.status === 'requested' ? booking : undefined;
  }

  async #settle(booking: Booking, context: ActorContext): Promise<void> {
    await this.table.save(booking.bookingId, booking);
    context.publish(new BookingSettled(booking));
  }
}
