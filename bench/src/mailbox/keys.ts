import { Actor, Handle } from 'nestjs-mailbox';

import { KeyedTally, keysOf, Nudge } from '../growth.js';
import type { Scene } from '../workload.js';
import { Ledger, sceneInNest } from './application.js';

@Actor({ keyBy: (message: { key: string }) => message.key, maxInstances: 1_000_000 })
class NudgedActor {
  nudges = 0;

  constructor(private readonly ledger: Ledger<KeyedTally>) {}

  @Handle(Nudge)
  nudge(_message: Nudge): void {
    this.nudges += 1;
    this.ledger.tally.count();
  }
}

export function keysInNest(count: number): Promise<Scene> {
  const keys = keysOf(count);
  return sceneInNest(
    [NudgedActor],
    (runtime, size, tally: KeyedTally) => tally.produce(size, keys, (message) => runtime.tell(message)),
    { tallies: KeyedTally },
  );
}
