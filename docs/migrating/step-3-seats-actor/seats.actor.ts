import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { freeSeats, type Workshop, WorkshopTable } from '../step-0-services/tables.js';
import { FreeSeatsChanged, ReleaseSeats, ReserveSeats, SeatsRefused, SeatsReserved } from './messages.js';

@Actor({ keyBy: (message: { workshop: string }) => message.workshop })
export class SeatsActor {
  constructor(private readonly table: WorkshopTable) {}

  @Handle(ReserveSeats, { retry: { attempts: 3, backoffMs: 100 } })
  async reserve({ bookingId, workshop, seats }: ReserveSeats, context: ActorContext): Promise<void> {
    const row = await this.table.find(workshop);
    const isHeld = row?.held.some((one) => one.bookingId === bookingId) ?? false;
    if (row === undefined) {
      context.tell(new SeatsRefused(bookingId, `there is no workshop ${workshop}`));
    } else if (!isHeld && freeSeats(row) < seats) {
      context.tell(new SeatsRefused(bookingId, `${workshop} is full`));
    } else {
      if (!isHeld) await this.#save({ ...row, held: [...row.held, { bookingId, seats }] }, context);
      context.tell(new SeatsReserved(bookingId));
    }
  }

  @Handle(ReleaseSeats, { retry: { attempts: 3, backoffMs: 100 } })
  async release({ bookingId, workshop }: ReleaseSeats, context: ActorContext): Promise<void> {
    const row = await this.table.find(workshop);
    if (row === undefined) return;
    await this.#save({ ...row, held: row.held.filter((one) => one.bookingId !== bookingId) }, context);
  }

  async #save(row: Workshop, context: ActorContext): Promise<void> {
    const workshop = context.key as string;
    await this.table.save(workshop, row);
    context.publish(new FreeSeatsChanged(workshop, freeSeats(row)));
  }
}
