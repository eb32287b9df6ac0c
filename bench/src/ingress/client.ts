import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import autocannon from 'autocannon';

import type { Measures } from '../measure.js';

const CONNECTIONS = 20;
/** After one second of requests V8 is still compiling what a server does for each. */
const SECONDS = { warmUp: 4, measured: 3, tiny: 1 };

/** Requests of a thousand customers in turn. */
function orders(): { readonly body: string }[] {
  return Array.from({ length: 1_000 }, (_, i) => ({
    body: JSON.stringify({ orderId: `order-${i}`, sku: 'book', quantity: 1 }),
  }));
}

async function load(
  url: string,
  duration: number,
): Promise<{ readonly sent: number; readonly perSecond: number }> {
  const result = await autocannon({
    url: `${url}/orders`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    connections: CONNECTIONS,
    duration,
    requests: orders(),
  });
  const { non2xx, errors, requests } = result;
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no 2xx, and ${errors} requests failed`);
  return { sent: requests.total, perSecond: requests.total / result.duration };
}

/** Requests per second to a server in a process of its own, client on the same machine. */
export async function measureIngress(
  platform: string,
  answer: string,
  kind: string,
  isTiny: boolean,
): Promise<Measures> {
  const server = fork(fileURLToPath(new URL('server.js', import.meta.url)), [platform, answer, kind], {
    execArgv: [],
  });
  try {
    const [{ url }] = (await once(server, 'message')) as [{ url: string }];
    const warm = isTiny ? { sent: 0 } : await load(url, SECONDS.warmUp);
    const { sent, perSecond } = await load(url, isTiny ? SECONDS.tiny : SECONDS.measured);
    server.send('close');
    const [{ handled }] = (await once(server, 'message')) as [{ handled: number }];
    const answered = warm.sent + sent;
    // What was under way when a load ended was handled and is in nobody's count of answers.
    if (handled < answered || handled > answered + 2 * CONNECTIONS)
      throw new Error(`answered ${answered}, handled ${handled}`);
    return { perSecond };
  } finally {
    server.kill();
  }
}
