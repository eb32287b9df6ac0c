import { Actor, type ActorRef, Handle } from 'nestjs-mailbox';

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
  let refs: readonly ActorRef<WorkerActor>[] = [];
  return sceneInNest(
    [WorkerActor],
    (runtime, size, tally: ThroughputTally) => {
      if (refs.length === 0) refs = workers.map((worker) => runtime.ref(WorkerActor, worker));
      return tally.produce(size, (job) => (refs[job.worker] as ActorRef<WorkerActor>).tell(job));
    },
    { tallies: ThroughputTally },
  );
}
