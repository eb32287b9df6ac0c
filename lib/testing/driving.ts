import { performance } from 'node:perf_hooks';
import type { MailboxRuntime } from '../runtime/index.js';
import { turnOfEventLoop } from './event-loop.js';
import type { Stage } from './stage.js';

/** What a drain gets, without any turn of an actor, before its deadline comes, whatever time the clock shows: so much real time... */
const DRAIN_GRACE_MS = 1_000;

/** The same where a test decides on time and turns: a handler that is pending then waits for nothing that could still come. */
const CONTROLLED_GRACE_MS = 20;

/** ...and so many turns of the event loop, as on a loaded machine that time may be a turn or two. */
const GRACE_TURNS = 50;

/**
 * Waits for an application that starts or closes, and fires what is due meanwhile. The time of a test stands still, so the
 * deadline of a drain would never come: it comes when nothing else helps.
 */
export async function drive(
  work: Promise<unknown>,
  runtime: MailboxRuntime,
  { clock, turns, isControlled }: Stage,
): Promise<void> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  const startedAt = performance.now();
  const graceMs = isControlled ? CONTROLLED_GRACE_MS : DRAIN_GRACE_MS;
  let taken = turns.taken;
  let idleTurns = 0;
  let movedAt = startedAt;
  for (let now = startedAt; !isOver && runtime.state !== 'closed'; now = performance.now()) {
    idleTurns += 1;
    if (runtime.state !== 'draining' || turns.isGoingOn || turns.taken > taken) {
      taken = turns.taken;
      idleTurns = 0;
      movedAt = now;
    }
    const isLost = idleTurns >= GRACE_TURNS && now - movedAt >= graceMs;
    clock.fireNext(isLost ? Infinity : clock.now());
    await turnOfEventLoop(isControlled ? 0 : now - startedAt);
  }
  await work;
}
