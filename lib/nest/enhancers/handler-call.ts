import { type ActorContext, occasionOf } from '../../runtime/actor-context.js';
import { OutOfTurnError } from '../../runtime/errors.js';
import { isThenable, settlementOf } from '../../runtime/thenable.js';
import type { AttemptScope } from './attempt-scope.js';

/** How something ended that may throw: with a value, or with an error. */
export type Ending = { readonly value: unknown } | { readonly error: unknown };

/**
 * The handler at the core of one attempt, as its interceptors may call it: not while it runs, not when the attempt is over, and
 * without ever getting what it returned.
 */
export class HandlerCall {
  #running: Promise<void> | undefined;
  #isOver = false;
  #returned: { readonly value: unknown } | undefined;

  /**
   * @param label Class and method, for errors.
   * @param prepare Runs the pipes.
   * @param handle Calls the method.
   * @param scope Undefined: no interceptor runs around it.
   */
  constructor(
    private readonly label: string,
    private readonly context: ActorContext,
    private readonly prepare: (() => Promise<object>) | undefined,
    private readonly handle: (message: object | undefined) => unknown,
    private readonly scope?: AttemptScope,
  ) {}

  /** What the handler returned, if it did, however often it was called. For the runtime to judge. */
  get returned(): { readonly value: unknown } | undefined {
    return this.#returned;
  }

  /** Calls the handler, and is fulfilled with nothing. */
  async run(): Promise<void> {
    if (this.#running !== undefined) throw new OutOfTurnError(this.label, 'while it was running');
    this.#running = this.scope === undefined ? this.#handle() : this.scope.within(() => this.#handle());
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  /**
   * Lets no more calls in, and waits for the one that the interceptors have left running: an attempt ends with its handler, or the
   * next message would run beside it. Answers how that one ended; nobody else has seen it.
   */
  async end(): Promise<Ending | undefined> {
    const left = this.#running;
    this.#isOver = true;
    return left && endingOf(left);
  }

  async #handle(): Promise<void> {
    const message = this.prepare === undefined ? undefined : await this.prepare();
    // An attempt may be abandoned by the end of a drain, while a guard or a pipe still waits.
    if (this.#isOver || occasionOf(this.context).isOver)
      throw new OutOfTurnError(this.label, 'after its attempt had ended');
    const outcome = this.handle(message);
    if (outcome === undefined) return;
    const value: unknown = isThenable(outcome) ? await settlementOf(outcome) : outcome;
    if (value !== undefined) this.#returned = { value };
  }
}

/** Waits for a promise, and tells its end without throwing. */
export async function endingOf(promise: Promise<unknown>): Promise<Ending> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}
