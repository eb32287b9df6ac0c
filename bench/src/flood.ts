import { performance } from 'node:perf_hooks';

import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

import { Ledger, mailboxApplication } from './mailbox/application.js';
import { asyncCounter, syncCounter } from './mailbox/count.js';
import type { Measures } from './measure.js';
import { percentile, spreadOf } from './statistics.js';
import { CountTally, Increment } from './workloads/count.js';

const MILLION = 1_000_000;
/** Floods, one after the other, until there are enough samples for a percentile. */
const FLOODS = 9;

class Knock {
  constructor(readonly at: number) {}
}

/** How long it took until a knock was heard. */
const knocks: number[] = [];

@Actor()
class QuietActor {
  @Handle(Knock)
  knock({ at }: Knock): void {
    knocks.push(performance.now() - at);
  }
}

/** Sets a timer of 1 ms again and again, notes how late it is, and knocks at the quiet actor each time. */
class Watch {
  readonly delays: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly runtime: MailboxRuntime) {}

  start(): void {
    const due = performance.now() + 1;
    this.#timer = setTimeout(() => {
      const now = performance.now();
      this.delays.push(Math.max(0, now - due));
      this.runtime.tell(new Knock(now));
      this.start();
    }, 1);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Fills the mailbox first, so that what is timed is the handling; answers nanoseconds a message. */
async function flood(
  runtime: MailboxRuntime,
  ledger: Ledger<CountTally>,
  size: number,
  watch?: Watch,
): Promise<number> {
  const tally = (ledger.tally = new CountTally());
  const played = tally.produce(size, (message: Increment) => runtime.tell(message), size);
  const start = performance.now();
  watch?.start();
  await played;
  const ns = ((performance.now() - start) * 1e6) / size;
  watch?.stop();
  if (tally.handled !== size || tally.isDisordered) throw new Error(`told ${size}, handled ${tally.handled}`);
  return ns;
}

/** While one actor has a million messages waiting: how late a timer is, how long another actor waits, and what that costs the flood. */
export async function measureFlood(form: 'sync' | 'async', isTiny: boolean): Promise<Measures> {
  const size = isTiny ? 1_000 : MILLION;
  const counter = (form === 'sync' ? syncCounter : asyncCounter)({
    actor: { mailbox: { capacity: MILLION } },
  });
  const application = await mailboxApplication([counter, QuietActor]);
  const runtime = application.get(MailboxRuntime);
  const ledger = application.get<Ledger<CountTally>>(Ledger);
  const watch = new Watch(runtime);
  const alone: number[] = [];
  const watched: number[] = [];
  for (let i = 0; i < FLOODS; i += 1) {
    alone.push(await flood(runtime, ledger, size));
    watched.push(await flood(runtime, ledger, size, watch));
  }
  await application.close();
  return {
    timerP99: percentile(watch.delays.length > 0 ? watch.delays : [0], 99),
    quietP99: percentile(knocks.length > 0 ? knocks : [0], 99),
    samples: watch.delays.length,
    alone: spreadOf(alone).median,
    watched: spreadOf(watched).median,
  };
}
