import { performance } from 'node:perf_hooks';
import type { MailboxRuntime } from '../runtime/index.js';
import type { DrivenClock } from './driven-clock.js';
import { turnOfEventLoop } from './event-loop.js';

/** Real milliseconds that a drain gets before its deadline comes, whatever time the application's clock shows. */
const DRAIN_GRACE_MS = 1_000;

/**
 * Waits for an application that starts or closes, and fires what is due meanwhile. The time of a test stands still, so the
 * deadline of a drain would never come: it comes when nothing else helps.
 */
export async function drive(
  work: Promise<unknown>,
  runtime: MailboxRuntime,
  clock: DrivenClock,
): Promise<void> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  const startedAt = performance.now();
  let drainingSince = Infinity;
  for (let now = startedAt; !isOver && runtime.state !== 'closed'; now = performance.now()) {
    if (runtime.state === 'draining') drainingSince = Math.min(drainingSince, now);
    clock.fireNext(now - drainingSince < DRAIN_GRACE_MS ? clock.now() : Infinity);
    await turnOfEventLoop(now - startedAt);
  }
  await work;
}
