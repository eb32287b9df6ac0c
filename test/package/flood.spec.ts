import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

interface Outcome {
  readonly counted: number;
  readonly isOrdered: boolean;
  readonly totals: Readonly<Record<string, number>>;
  readonly heapGrowth: number;
  readonly delayP99Ms: number;
}

interface Flood {
  readonly outcome: Outcome;
  /** HTTP requests while it went on, and how long 99 of 100 took at most. */
  readonly requests: number;
  readonly requestP99Ms: number;
}

const MESSAGES = 1_000_000;
const DELAY_MS = 15;
const REQUEST_MS = 50;

/** A neighbour on the machine can take the processor away; what the runtime itself does to its event loop, it does each time. */
const TRIES = 3;

describe('One million tells to one actor', () => {
  let flood: Flood;

  beforeAll(async () => {
    for (let tried = 0; tried < TRIES && (tried === 0 || !isGentle(flood)); tried += 1)
      flood = await runFlood();
  }, 120_000);

  it('are each counted once, and in order', () => {
    expect(flood.outcome).toMatchObject({ counted: MESSAGES, isOrdered: true });
    expect(flood.outcome.totals).toMatchObject({
      told: MESSAGES,
      accepted: MESSAGES,
      handled: MESSAGES,
      refused: 0,
    });
  });

  it('leave at most 12 MB behind', () => {
    expect(flood.outcome.heapGrowth).toBeLessThan(12e6);
  });

  it('hold the event loop for at most 15 ms, and an HTTP request for at most 50 ms, 99 times of 100', () => {
    expect(flood.requests).toBeGreaterThan(20);
    expect(flood.outcome.delayP99Ms).toBeLessThan(DELAY_MS);
    expect(flood.requestP99Ms).toBeLessThan(REQUEST_MS);
  });
});

function isGentle({ outcome, requestP99Ms }: Flood): boolean {
  return outcome.delayP99Ms < DELAY_MS && requestP99Ms < REQUEST_MS;
}

async function runFlood(): Promise<Flood> {
  const script = fileURLToPath(new URL('apps/flood/flood.mjs', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => JSON.parse(String((await lines.next()).value)) as T;

  const { url } = await next<{ url: string }>();
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await ping(url);
  child.stdin.end();
  const finished = next<Outcome>();
  let isFlooding = true;
  void finished.then(() => (isFlooding = false));
  const latencies: number[] = [];
  while (isFlooding) latencies.push(await ping(url));
  const outcome = await finished;
  child.kill();
  await once(child, 'exit');
  latencies.sort((one, other) => one - other);
  const requestP99Ms = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
  return { outcome, requests: latencies.length, requestP99Ms };
}

/** How long one request takes, in milliseconds. */
async function ping(url: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(`${url}/ping`);
  await response.json();
  return performance.now() - start;
}
