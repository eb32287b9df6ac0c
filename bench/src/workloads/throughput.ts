import type { Address, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

const WORKERS = 60;
/** So many are told to each before the producer waits for all to catch up. */
const BURST = 100;

export class Job {
  constructor(
    readonly worker: number,
    readonly n: number,
  ) {}
}

/** The keys of the workers, each made once. */
export const workers: readonly string[] = Array.from({ length: WORKERS }, (_, i) => `worker-${i}`);

export class ThroughputTally extends Tally {
  readonly #done: number[] = workers.map(() => 0);
  #caughtUp: () => void = () => undefined;

  /** What a worker does with a job. */
  work({ worker, n }: Job): void {
    if (this.#done[worker] !== n) this.isDisordered = true;
    this.#done[worker] = n + 1;
    this.handled += 1;
    if (this.handled === this.told) this.#caughtUp();
  }

  /** Sends `size` jobs to each worker, burst after burst. */
  async produce(size: number, tell: (job: Job) => void): Promise<void> {
    for (let n = 0; n < size; n += BURST) {
      const end = Math.min(size, n + BURST);
      this.told += (end - n) * WORKERS;
      const caughtUp = new Promise<void>((resolve) => (this.#caughtUp = resolve));
      for (let i = n; i < end; i += 1) for (let w = 0; w < WORKERS; w += 1) tell(new Job(w, i));
      await caughtUp;
    }
    this.finish();
  }
}

async function onStage(stage: Stage): Promise<Scene> {
  let tally = new ThroughputTally();
  const actors: Address<Job>[] = [];
  for (const _ of workers) actors.push(await stage.actor((job: Job) => tally.work(job)));
  return {
    play: async (size) => {
      tally = new ThroughputTally();
      await tally.produce(size, (job) => (actors[job.worker] as Address<Job>).tell(job));
      return tally;
    },
  };
}

export const throughput: Workload = {
  name: 'throughput',
  what: '60 actors are told 10,000 messages each, 100 at a time',
  size: 10_000,
  onStage,
};
