import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

const scopes = new AsyncLocalStorage<AttemptScope>();

/**
 * The async context of one attempt around which interceptors run. Nest calls a handler in the context of whoever calls `next.handle()`:
 * of an interceptor that opens a transaction or a store around it, which is right; or, where it waited for a `Subject`, of whoever
 * happened to end that wait, which would be another message's.
 */
export class AttemptScope {
  readonly #began = new AsyncResource('ActorAttempt');

  /** Runs what surrounds the handler. */
  enter<T>(run: () => T): T {
    return scopes.run(this, run);
  }

  /** Runs the handler: in the current context if that comes from this attempt, else in the one in which it began. */
  within<T>(run: () => T): T {
    return scopes.getStore() === this ? run() : this.#began.runInAsyncScope(run);
  }
}
