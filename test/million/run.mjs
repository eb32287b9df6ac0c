// One million tells to one actor, in a process of its own, so that heap and event loop are nobody else's:
// `node --expose-gc run.mjs <folder of the compiled runtime> <sync|async>`. Prints what it measured as JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const MESSAGES = 1_000_000;
const CAPACITY = 10_000;
/** Told in one go: what a sender does synchronously holds the event loop whatever the runtime does. */
const BURST = 1_000;

const [, , folder, kind] = process.argv;
const { MailboxRuntime, resolveOptions } = await import(pathToFileURL(join(folder, 'index.js')).href);

class Count {
  constructor(number) {
    this.number = number;
  }
}

let counted = 0;
let isOrdered = true;

function count({ number }) {
  isOrdered &&= number === counted;
  counted += 1;
}

const runtime = new MailboxRuntime(resolveOptions({ mailbox: { capacity: CAPACITY } }), {
  logger: { debug() {}, log() {}, warn: console.error, error: console.error },
});
runtime.register([
  {
    name: 'counter',
    className: 'CounterActor',
    classes: [],
    keyed: false,
    create: () => ({}),
    handlers: [
      {
        message: Count,
        kind: 'handle',
        method: 'count',
        invoke: kind === 'sync' ? (_, message) => count(message) : async (_, message) => count(message),
      },
    ],
  },
]);
await runtime.start();

const heapBefore = heapAfterCollection();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
for (let number = 0; number < MESSAGES; await setImmediate()) {
  const room = CAPACITY - runtime.snapshot().totals.queued;
  const end = Math.min(MESSAGES, number + Math.min(BURST, room));
  for (; number < end; number += 1) runtime.tell(new Count(number));
}
while (counted < MESSAGES) await setImmediate();
delay.disable();
await setImmediate();
console.log(
  JSON.stringify({
    counted,
    isOrdered,
    totals: runtime.snapshot().totals,
    heapGrowth: heapAfterCollection() - heapBefore,
    delayP99Ms: delay.percentile(99) / 1e6,
  }),
);

function heapAfterCollection() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
