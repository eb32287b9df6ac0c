import { Actor, ActorContext, type ActorRef, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import {
  Arrive,
  chameneosKeys,
  ChameneosTally,
  Change,
  Come,
  complement,
  Leave,
  Mall,
  Meet,
  Open,
} from '../workloads/chameneos.js';
import { Ledger, sceneInNest } from './application.js';

@Actor()
class MallActor {
  readonly #book = new Mall();

  constructor(private readonly ledger: Ledger<ChameneosTally>) {}

  @Handle(Open)
  open({ meetings }: Open): void {
    this.ledger.tally.handled += 1;
    this.#book.open(meetings);
  }

  @Handle(Arrive)
  arrive(guest: Arrive, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    const outcome = this.#book.receive(guest);
    if (outcome === undefined) return;
    tally.told += 1;
    chameneo(outcome.to, context).tell(outcome, context);
  }
}

@Actor({ keyBy: (message: { to: number }) => chameneosKeys[message.to] as string })
class ChameneoActor {
  #colour: number | undefined;

  constructor(private readonly ledger: Ledger<ChameneosTally>) {}

  @Handle(Come)
  come({ to }: Come, context: ActorContext): void {
    this.ledger.tally.handled += 1;
    this.#colour ??= to % 3;
    this.#arrive(to, context);
  }

  @Handle(Meet)
  meet({ to, who, colour }: Meet, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    this.#colour = complement(this.#colour as number, colour);
    tally.told += 1;
    chameneo(who, context).tell(new Change(who, this.#colour), context);
    this.#arrive(to, context);
  }

  @Handle(Change)
  change({ to, colour }: Change, context: ActorContext): void {
    this.ledger.tally.handled += 1;
    this.#colour = colour;
    this.#arrive(to, context);
  }

  @Handle(Leave)
  leave(_message: Leave): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    tally.leave();
  }

  #arrive(self: number, context: ActorContext): void {
    this.ledger.tally.told += 1;
    context.tell(new Arrive(self, this.#colour as number));
  }
}

const chameneos: ActorRef<ChameneoActor>[] = [];

function chameneo(number: number, context: ActorContext): ActorRef<ChameneoActor> {
  return (chameneos[number] ??= context.ref(ChameneoActor, chameneosKeys[number]));
}

export function chameneosInNest(): Promise<Scene> {
  return sceneInNest(
    [MallActor, ChameneoActor],
    (runtime, size, tally: ChameneosTally) => {
      tally.told = 1 + chameneosKeys.length;
      runtime.tell(new Open(size));
      for (let i = 0; i < chameneosKeys.length; i += 1) runtime.tell(new Come(i));
    },
    { tallies: ChameneosTally },
  );
}
