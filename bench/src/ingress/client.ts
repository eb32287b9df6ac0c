import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import autocannon, { type Options } from 'autocannon';

import type { Measures } from '../measure.js';
import { percentile } from '../statistics.js';
import { type Account, type Kind, KINDS } from './books.js';

const CONNECTIONS = 20;
/** Until then V8 is still compiling what a request needs; the more that is, the longer. */
const WARM_UP = { amount: 60_000 };
/** The client counts in whole seconds. */
const LOAD = { duration: 1 };
/** The kinds are loaded in turn, A B C C B A, each so often. */
const TIMES = 8;
/** What others do makes a slice longer, never shorter: of hundreds, this percentile is left alone. */
const QUICK = 5;

/** Requests of a thousand customers in turn. */
function orders(): { readonly body: string }[] {
  return Array.from({ length: 1_000 }, (_, i) => ({
    body: JSON.stringify({ orderId: `order-${i}`, sku: 'book', quantity: 1 }),
  }));
}

/** A server with a controller that can be of each kind, in a process of its own. */
class Server {
  readonly #process;
  readonly #url: Promise<string>;
  readonly #answered: Record<Kind, number> = { empty: 0, deliver: 0, checked: 0 };
  #loads = 0;

  constructor(platform: string, answer: string) {
    const path = fileURLToPath(new URL('server.js', import.meta.url));
    this.#process = fork(path, [platform, answer], { execArgv: [] });
    this.#url = once(this.#process, 'message').then(([{ url }]) => url as string);
  }

  /** Microseconds of its processor's time that a request takes, slice for slice. */
  async load(kind: Kind, length: Pick<Options, 'amount' | 'duration'>): Promise<readonly number[]> {
    const url = `${await this.#url}/orders`;
    await this.#ask(kind);
    const { non2xx, errors, requests } = await autocannon({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      connections: CONNECTIONS,
      requests: orders(),
      ...length,
    });
    if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no 2xx, and ${errors} requests failed`);
    this.#answered[kind] += requests.total;
    this.#loads += 1;
    const { slices } = await this.#ask(kind);
    return slices;
  }

  /** Compares its books with ours. What was under way when a load ended was handled and is in nobody's count of answers. */
  async verify(): Promise<void> {
    const { handled } = await this.#ask('empty');
    for (const kind of KINDS) {
      const answered = this.#answered[kind];
      if (handled[kind] < answered || handled[kind] > answered + this.#loads * CONNECTIONS)
        throw new Error(`${kind}: answered ${answered}, handled ${handled[kind]}`);
    }
  }

  kill(): void {
    this.#process.kill();
  }

  /** What it has done so far; from now on it is of this kind. */
  async #ask(next: Kind): Promise<Account> {
    this.#process.send(next);
    const [account] = (await once(this.#process, 'message')) as [Account];
    return account;
  }
}

/** Requests for each second of the server's processor, of each kind; and of those of the empty one, what the others handle. */
export async function measureIngress(platform: string, answer: string, isTiny: boolean): Promise<Measures> {
  const server = new Server(platform, answer);
  try {
    for (const kind of KINDS) await server.load(kind, isTiny ? LOAD : WARM_UP);
    const slices: Record<Kind, number[]> = { empty: [], deliver: [], checked: [] };
    for (let i = 0; i < (isTiny ? 1 : TIMES); i += 1)
      for (const kind of i % 2 === 0 ? KINDS : KINDS.toReversed())
        slices[kind].push(...(await server.load(kind, LOAD)));
    await server.verify();
    const [empty = NaN, deliver = NaN, checked = NaN] = KINDS.map(
      (kind) => 1e6 / percentile(slices[kind], QUICK),
    );
    return { empty, deliver, deliverShare: deliver / empty, checked, checkedShare: checked / empty };
  } finally {
    server.kill();
  }
}
