import type { Type } from '@nestjs/common';
import { Actor, type ActorOptions, Handle, type MailboxOptionsInput } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { type CountForm, CountTally, Increment, SETTLED } from '../workloads/count.js';
import { Ledger, sceneInNest } from './application.js';

function syncCounter(options: ActorOptions<Increment>): Type {
  @Actor(options)
  class Counter {
    constructor(private readonly ledger: Ledger<CountTally>) {}

    @Handle(Increment)
    increment(message: Increment): void {
      this.ledger.tally.count(message);
    }
  }
  return Counter;
}

function asyncCounter(options: ActorOptions<Increment>): Type {
  @Actor(options)
  class Counter {
    constructor(private readonly ledger: Ledger<CountTally>) {}

    @Handle(Increment)
    async increment(message: Increment): Promise<void> {
      this.ledger.tally.count(message);
    }
  }
  return Counter;
}

function awaitingCounter(options: ActorOptions<Increment>): Type {
  @Actor(options)
  class Counter {
    #running = 0;

    constructor(private readonly ledger: Ledger<CountTally>) {}

    @Handle(Increment)
    async increment(message: Increment): Promise<void> {
      this.#running += 1;
      await SETTLED;
      if (this.#running > 1) this.ledger.tally.isDisordered = true;
      this.#running -= 1;
      this.ledger.tally.count(message);
    }
  }
  return Counter;
}

const counters = { sync: syncCounter, async: asyncCounter, awaiting: awaitingCounter };

export function countInNest(
  form: CountForm,
  actor: ActorOptions<Increment> = {},
  options?: MailboxOptionsInput,
): Promise<Scene> {
  return sceneInNest(
    [counters[form](actor)],
    (runtime, size, tally: CountTally) => tally.produce(size, (message) => runtime.tell(message)),
    { options, tallies: CountTally },
  );
}
