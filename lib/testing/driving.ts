import { performance } from 'node:perf_hooks';
import type { MailboxRuntime } from '../runtime/index.js';
import { turnOfEventLoop } from './event-loop.js';
import type { Stage } from './stage.js';

/** Real milliseconds that a drain gets before its deadline comes, whatever time the application's clock shows. */
const DRAIN_GRACE_MS = 1_000;

/** The same where a test decides on time and turns: a handler that is pending then waits for nothing that could still come. */
const CONTROLLED_GRACE_MS = 20;

/**
 * Waits for an application that starts or closes, and fires what is due meanwhile. The time of a test stands still, so the
 * deadline of a drain would never come: it comes when nothing else helps.
 */
export async function drive(
  work: Promise<unknown>,
  runtime: MailboxRuntime,
  { clock, isControlled }: Stage,
): Promise<void> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  const startedAt = performance.now();
  const graceMs = isControlled ? CONTROLLED_GRACE_MS : DRAIN_GRACE_MS;
  let drainingSince = Infinity;
  for (let now = startedAt; !isOver && runtime.state !== 'closed'; now = performance.now()) {
    if (runtime.state === 'draining') drainingSince = Math.min(drainingSince, now);
    clock.fireNext(now - drainingSince < graceMs ? clock.now() : Infinity);
    await turnOfEventLoop(isControlled ? 0 : now - startedAt);
  }
  await work;
}
