import { Actor, Handle } from 'nestjs-mailbox';

import type { Scene } from '../workload.js';
import { Job, ThroughputTally, workers } from '../workloads/throughput.js';
import { Ledger, sceneInNest } from './application.js';

@Actor({ keyBy: (message: { worker: number }) => workers[message.worker] as string })
class WorkerActor {
  constructor(private readonly ledger: Ledger<ThroughputTally>) {}

  @Handle(Job)
  work(job: Job): void {
    this.ledger.tally.work(job);
  }
}

export function throughputInNest(): Promise<Scene> {
  return sceneInNest(
    [WorkerActor],
    (runtime, size, tally: ThroughputTally) => tally.produce(size, (job) => runtime.tell(job)),
    { tallies: ThroughputTally },
  );
}
