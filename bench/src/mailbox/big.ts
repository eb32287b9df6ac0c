import { Actor, ActorContext, type ActorRef, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { anyPeer, Begin, BigPing, BigPong, BigTally, peers } from '../workloads/big.js';
import { Ledger, sceneInNest } from './application.js';

const refs: ActorRef<BigActor>[] = [];

@Actor({ keyBy: (message: { to: number }) => peers[message.to] as string })
class BigActor {
  #left = 0;

  constructor(private readonly ledger: Ledger<BigTally>) {}

  @Handle(Begin)
  begin({ to, pings }: Begin, context: ActorContext): void {
    this.ledger.tally.handled += 1;
    this.#left = pings;
    this.#ping(to, context);
  }

  @Handle(BigPing)
  ping({ from }: BigPing, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    tally.told += 1;
    this.#peer(from, context).tell(new BigPong(from), context);
  }

  @Handle(BigPong)
  pong({ to }: BigPong, context: ActorContext): void {
    this.ledger.tally.handled += 1;
    this.#ping(to, context);
  }

  #ping(self: number, context: ActorContext): void {
    const { tally } = this.ledger;
    if (this.#left === 0) return tally.quit();
    this.#left -= 1;
    tally.told += 1;
    const to = anyPeer();
    this.#peer(to, context).tell(new BigPing(to, self), context);
  }

  #peer(number: number, context: ActorContext): ActorRef<BigActor> {
    return (refs[number] ??= context.ref(BigActor, peers[number]));
  }
}

export function bigInNest(): Promise<Scene> {
  return sceneInNest(
    [BigActor],
    (runtime, size, tally: BigTally) => {
      tally.told = peers.length;
      for (let i = 0; i < peers.length; i += 1) runtime.tell(new Begin(i, size));
    },
    { tallies: BigTally },
  );
}
