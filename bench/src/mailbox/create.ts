import { Actor, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { FreshKeys, Hello, hello, MOST_KEYS } from '../workloads/create.js';
import { Ledger, sceneInNest } from './application.js';

@Actor({
  keyBy: (message: { key: string }) => message.key,
  maxInstances: MOST_KEYS,
})
class GreetedActor {
  constructor(private readonly ledger: Ledger) {}

  @Handle(Hello)
  hello(_message: Hello): void {
    hello(this.ledger.tally);
  }
}

export function createInNest(): Promise<Scene> {
  const fresh = new FreshKeys();
  return sceneInNest([GreetedActor], (runtime, size, tally) => {
    tally.told = size;
    for (const key of fresh.take(size)) runtime.tell(new Hello(key));
  });
}
