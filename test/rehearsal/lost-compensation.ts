import { Injectable } from '@nestjs/common';
import { Actor, type ActorContext, Handle } from 'nestjs-mailbox';
import type { RehearsalPlan } from 'nestjs-mailbox/testing';
import type { Exhibit } from './exhibit.js';

class BookTrip {
  constructor(readonly trip: string) {}
}
class ReserveRoom {
  constructor(readonly trip: string) {}
}
class CallOff {
  constructor(readonly trip: string) {}
}
class CancelRoom {
  constructor(readonly trip: string) {}
}
class RoomCancelled {
  constructor(readonly trip: string) {}
}
class AskAgain {
  constructor(readonly trip: string) {}
}

type OfTrip = { readonly trip: string };

@Injectable()
class Books {
  readonly reserved = new Set<string>();
  readonly calledOff = new Set<string>();
}

@Actor({ name: 'trip', keyBy: ({ trip }: OfTrip) => trip })
class TripActor {
  constructor(private readonly books: Books) {}

  @Handle(BookTrip)
  book({ trip }: BookTrip, context: ActorContext): void {
    context.tell(new ReserveRoom(trip));
  }

  /** The compensation is told once, and believed. */
  @Handle(CallOff)
  callOff({ trip }: CallOff, context: ActorContext): void {
    this.books.calledOff.add(trip);
    context.tell(new CancelRoom(trip));
  }
}

@Actor({ name: 'hotel' })
class HotelActor {
  constructor(private readonly books: Books) {}

  @Handle(ReserveRoom)
  reserve({ trip }: ReserveRoom): void {
    this.books.reserved.add(trip);
  }

  @Handle(CancelRoom)
  cancel({ trip }: CancelRoom): void {
    this.books.reserved.delete(trip);
  }
}

/** Goes on telling until it is told that it has happened. */
@Actor({ name: 'trip', keyBy: ({ trip }: OfTrip) => trip })
class StubbornTripActor {
  constructor(private readonly books: Books) {}

  @Handle(BookTrip)
  book({ trip }: BookTrip, context: ActorContext): void {
    context.tell(new ReserveRoom(trip));
  }

  @Handle(CallOff)
  callOff({ trip }: CallOff, context: ActorContext): void {
    this.books.calledOff.add(trip);
    context.tell(new CancelRoom(trip));
    context.schedule.every('cancel', 1_000, new AskAgain(trip));
  }

  @Handle(AskAgain)
  askAgain({ trip }: AskAgain, context: ActorContext): void {
    context.tell(new CancelRoom(trip));
  }

  @Handle(RoomCancelled)
  rest(_message: RoomCancelled, context: ActorContext): void {
    context.schedule.cancel('cancel');
  }
}

/** Cancelling is the last word: a reservation that comes behind it comes too late. */
@Actor({ name: 'hotel' })
class AnsweringHotelActor {
  readonly #cancelled = new Set<string>();

  constructor(private readonly books: Books) {}

  @Handle(ReserveRoom)
  reserve({ trip }: ReserveRoom): void {
    if (!this.#cancelled.has(trip)) this.books.reserved.add(trip);
  }

  @Handle(CancelRoom)
  cancel({ trip }: CancelRoom, context: ActorContext): void {
    this.#cancelled.add(trip);
    this.books.reserved.delete(trip);
    context.tell(new RoomCancelled(trip));
  }
}

const plan = (...actors: (new (books: Books) => object)[]): RehearsalPlan => ({
  app: { providers: [...actors, Books] },
  scenario: async (kit) => {
    for (const trip of ['rome', 'oslo']) {
      kit.tell(new BookTrip(trip));
      kit.tell(new CallOff(trip));
    }
    await kit.advance(10_000);
  },
  eventually: (kit) => {
    const { calledOff, reserved } = kit.get(Books);
    for (const trip of calledOff)
      if (reserved.has(trip)) throw new Error(`${trip} is called off, and its room is still reserved`);
  },
});

export const lostCompensation: Exhibit = {
  title: 'a lost compensation',
  broken: plan(TripActor, HotelActor),
  mended: plan(StubbornTripActor, AnsweringHotelActor),
  faults: { drop: 0.05 },
};
