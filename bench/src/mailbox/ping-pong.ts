import { Actor, ActorContext, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { Ping, Pong } from '../workloads/ping-pong.js';
import { Ledger, sceneInNest } from './application.js';

@Actor()
class PingActor {
  constructor(private readonly ledger: Ledger) {}

  @Handle(Pong)
  pong({ left }: Pong, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    if (left === 0) return tally.finish();
    tally.told += 1;
    context.tell(new Ping(left));
  }
}

@Actor()
class PongActor {
  constructor(private readonly ledger: Ledger) {}

  @Handle(Ping)
  ping({ left }: Ping, context: ActorContext): void {
    const { tally } = this.ledger;
    tally.handled += 1;
    tally.told += 1;
    context.tell(new Pong(left - 1));
  }
}

export function pingPongInNest(): Promise<Scene> {
  return sceneInNest([PingActor, PongActor], (runtime, size, tally) => {
    tally.told = 1;
    runtime.tell(new Ping(size));
  });
}
