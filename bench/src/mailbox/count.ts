import type { Type } from '@nestjs/common';
import { Actor, type ActorOptions, Handle, type HandleOptions } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { type CountForm, CountTally, Increment, SETTLED } from '../workloads/count.js';
import { Ledger, sceneInNest } from './application.js';

/** What its actor and its handler are told; nothing, unless a feature or a queue is measured. */
export interface CounterOptions {
  readonly actor?: ActorOptions<Increment>;
  readonly handle?: HandleOptions<Increment>;
}

export function syncCounter({ actor, handle }: CounterOptions = {}): Type {
  @Actor(actor)
  class Counter {
    constructor(private readonly ledger: Ledger<CountTally>) {}

    @Handle(Increment, handle)
    increment(message: Increment): void {
      this.ledger.tally.count(message);
    }
  }
  return Counter;
}

export function asyncCounter({ actor, handle }: CounterOptions = {}): Type {
  @Actor(actor)
  class Counter {
    constructor(private readonly ledger: Ledger<CountTally>) {}

    @Handle(Increment, handle)
    async increment(message: Increment): Promise<void> {
      this.ledger.tally.count(message);
    }
  }
  return Counter;
}

export function awaitingCounter({ actor, handle }: CounterOptions = {}): Type {
  @Actor(actor)
  class Counter {
    #running = 0;

    constructor(private readonly ledger: Ledger<CountTally>) {}

    @Handle(Increment, handle)
    async increment(message: Increment): Promise<void> {
      this.#running += 1;
      await SETTLED;
      if (this.#running > 1) this.ledger.tally.overlaps = true;
      this.#running -= 1;
      this.ledger.tally.count(message);
    }
  }
  return Counter;
}

const counters = { sync: syncCounter, async: asyncCounter, awaiting: awaitingCounter };

export function countInNest(form: CountForm, options?: CounterOptions, burst?: number): Promise<Scene> {
  return sceneInNest(
    [counters[form](options)],
    (runtime, size, tally: CountTally) => tally.produce(size, (message) => runtime.tell(message), burst),
    { tallies: CountTally },
  );
}
