import type { ActivationContext } from './actor-context.js';
import type { Clock } from './clock.js';
import { describeError } from './errors.js';
import { abortSignalOf } from './signal.js';
import { isThenable, settlementOf } from './thenable.js';

/** The methods that the runtime calls on an instance if it has them; a context is made for one that it has. */
interface LifecycleMethods {
  onActivate?(context: ActivationContext): unknown;
  onDeactivate?(context: ActivationContext): unknown;
}

/** An instance that has been activated, in a wrapping: if it has got a `then` by now, whoever awaited it would wait for ever. */
export interface Activated {
  readonly instance: object;
}

/** Calls `onActivate` on what was created. Answers with a promise where anything has to be awaited. */
export function activate(
  created: object | PromiseLike<object>,
  open: () => ActivationContext,
): Activated | Promise<Activated> {
  if (isThenable(created)) {
    return settlementOf(created).then((instance) => activate(instance as object, open));
  }
  const activated = { instance: created };
  const hooked = (created as LifecycleMethods).onActivate?.(open());
  return isThenable(hooked) ? settlementOf(hooked).then(() => activated) : activated;
}

/** An `onDeactivate` that goes on. */
interface Ending {
  /** Resolves when it has settled, or has been given up. */
  readonly ended: Promise<void>;
  readonly giveUp: () => void;
}

/** How long an `onDeactivate` may take, and who hears of what goes wrong with it. */
export interface EndingLimit {
  readonly clock: Clock;
  readonly limitMs: number;
  readonly onProblem: (problem: string, error?: unknown) => void;
}

/** Calls `onDeactivate`. Answers undefined when that is all; never throws. */
export function deactivate(
  instance: object,
  open: () => ActivationContext,
  limit: EndingLimit,
): Ending | undefined {
  let context!: ActivationContext;
  try {
    const ended = (instance as LifecycleMethods).onDeactivate?.((context = open()));
    return isThenable(ended) ? awaitEnd(settlementOf(ended), context, limit) : undefined;
  } catch (error) {
    limit.onProblem(`failed: ${describeError(error)}`, error);
    return undefined;
  }
}

function awaitEnd(
  ended: Promise<unknown>,
  context: ActivationContext,
  { clock, limitMs, onProblem }: EndingLimit,
): Ending {
  const startedAt = clock.now();
  let giveUp!: () => void;
  const over = new Promise<void>((resolve) => {
    let isOver = false;
    const end = (problem?: string, error?: unknown): void => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      if (problem !== undefined) onProblem(problem, error);
      resolve();
    };
    giveUp = () => {
      const problem = `was abandoned after ${clock.now() - startedAt} ms`;
      end(problem);
      abortSignalOf(context, new Error(`onDeactivate ${problem}`));
    };
    const timer = clock.setTimer(giveUp, limitMs, 'work');
    ended.then(
      () => end(),
      (error: unknown) => end(`failed: ${describeError(error)}`, error),
    );
  });
  return { ended: over, giveUp };
}
