import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import autocannon from 'autocannon';

import type { Measures } from '../measure.js';
import { spreadOf } from '../statistics.js';

const CONNECTIONS = 20;
/** After one second of requests V8 is still compiling what a server does for each. */
const WARM_UP_SECONDS = 4;
/** Both servers are loaded in turn, and so often: a slow while is both's. The client counts in whole seconds. */
const LOADED = { seconds: 1, times: 7 };

/** Requests of a thousand customers in turn. */
function orders(): { readonly body: string }[] {
  return Array.from({ length: 1_000 }, (_, i) => ({
    body: JSON.stringify({ orderId: `order-${i}`, sku: 'book', quantity: 1 }),
  }));
}

/** A server in a process of its own, client on the same machine. */
class Server {
  readonly #process;
  readonly #url: Promise<string>;
  #answered = 0;
  #loads = 0;

  constructor(platform: string, answer: string, kind: 'empty' | 'deliver') {
    const path = fileURLToPath(new URL('server.js', import.meta.url));
    this.#process = fork(path, [platform, answer, kind], { execArgv: [] });
    this.#url = once(this.#process, 'message').then(([{ url }]) => url as string);
  }

  /** Requests per second that it answers. */
  async load(duration: number): Promise<number> {
    const { non2xx, errors, requests, ...result } = await autocannon({
      url: `${await this.#url}/orders`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      connections: CONNECTIONS,
      duration,
      requests: orders(),
    });
    if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no 2xx, and ${errors} requests failed`);
    this.#answered += requests.total;
    this.#loads += 1;
    return requests.total / result.duration;
  }

  /** Compares its books with ours. What was under way when a load ended was handled and is in nobody's count of answers. */
  async close(): Promise<void> {
    this.#process.send('close');
    const [{ handled }] = (await once(this.#process, 'message')) as [{ handled: number }];
    if (handled < this.#answered || handled > this.#answered + this.#loads * CONNECTIONS)
      throw new Error(`answered ${this.#answered}, handled ${handled}`);
  }

  kill(): void {
    this.#process.kill();
  }
}

/** Requests per second to an empty controller and to one that delivers, in turn; and what the second answers of the first, load for load. */
export async function measureIngress(platform: string, answer: string, isTiny: boolean): Promise<Measures> {
  const empty = new Server(platform, answer, 'empty');
  const delivering = new Server(platform, answer, 'deliver');
  try {
    for (const server of [empty, delivering]) await server.load(isTiny ? LOADED.seconds : WARM_UP_SECONDS);
    const rates: { readonly empty: number; readonly delivering: number }[] = [];
    for (let i = 0; i < (isTiny ? 1 : LOADED.times); i += 1) {
      rates.push({
        empty: await empty.load(LOADED.seconds),
        delivering: await delivering.load(LOADED.seconds),
      });
    }
    for (const server of [empty, delivering]) await server.close();
    return {
      empty: spreadOf(rates.map((rate) => rate.empty)).median,
      delivering: spreadOf(rates.map((rate) => rate.delivering)).median,
      share: spreadOf(rates.map((rate) => rate.delivering / rate.empty)).median,
    };
  } finally {
    empty.kill();
    delivering.kill();
  }
}
