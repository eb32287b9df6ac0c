import { Injectable } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import type { RehearsalPlan } from 'nestjs-mailbox/testing';
import type { Exhibit } from './exhibit.js';

class BuyTicket {
  constructor(
    readonly buyer: string,
    readonly concert: string,
  ) {}
}

@Injectable()
class Seats {
  free = 1;

  async count(): Promise<number> {
    return this.free;
  }
}

/** One mailbox per buyer: two buyers look at the same seat at the same time. */
@Actor({ keyBy: ({ buyer }: BuyTicket) => buyer })
class BuyerActor {
  constructor(private readonly seats: Seats) {}

  @Handle(BuyTicket)
  async buy(_message: BuyTicket): Promise<void> {
    if ((await this.seats.count()) > 0) this.seats.free -= 1;
  }
}

/** One mailbox per concert: whoever looks, takes, before anybody else looks. */
@Actor({ keyBy: ({ concert }: BuyTicket) => concert })
class BoxOfficeActor {
  constructor(private readonly seats: Seats) {}

  @Handle(BuyTicket)
  async sell(_message: BuyTicket): Promise<void> {
    if ((await this.seats.count()) > 0) this.seats.free -= 1;
  }
}

const plan = (actor: typeof BuyerActor | typeof BoxOfficeActor): RehearsalPlan => ({
  app: { providers: [actor, Seats] },
  scenario: async (kit) => {
    for (const buyer of ['ann', 'bob', 'cyd']) kit.tell(new BuyTicket(buyer, 'opera'));
    await kit.settle();
  },
  always: (kit) => {
    const { free } = kit.get(Seats);
    if (free < 0) throw new Error(`${-free} seat was sold that does not exist`);
  },
});

export const oversellRace: Exhibit = {
  title: 'an oversell race',
  broken: plan(BuyerActor),
  mended: plan(BoxOfficeActor),
  faults: {},
};
