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

const MESSAGES = 1_000_000;

describe('One million tells to one actor', () => {
  let outcome: Outcome;
  const latencies: number[] = [];

  beforeAll(async () => {
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
    while (isFlooding) latencies.push(await ping(url));
    outcome = await finished;
    child.kill();
    await once(child, 'exit');
  }, 120_000);

  it('are each counted once, and in order', () => {
    expect(outcome).toMatchObject({ counted: MESSAGES, isOrdered: true });
    expect(outcome.totals).toMatchObject({
      told: MESSAGES,
      accepted: MESSAGES,
      handled: MESSAGES,
      refused: 0,
    });
  });

  it('leave at most 12 MB behind', () => {
    expect(outcome.heapGrowth).toBeLessThan(12e6);
  });

  it('hold the event loop for at most 15 ms, and an HTTP request for at most 50 ms, 99 times of 100', () => {
    latencies.sort((one, other) => one - other);
    expect(latencies.length).toBeGreaterThan(20);
    expect(outcome.delayP99Ms).toBeLessThan(15);
    expect(latencies[Math.floor(latencies.length * 0.99)]).toBeLessThan(50);
  });
});

/** How long one request takes, in milliseconds. */
async function ping(url: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(`${url}/ping`);
  await response.json();
  return performance.now() - start;
}
