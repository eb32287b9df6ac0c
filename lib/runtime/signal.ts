import { rootContext } from './root-context.js';

/** The controllers of the signals that somebody read, and the reasons of those that ended before. */
const controllers = new WeakMap<object, AbortController>();
const reasons = new WeakMap<object, Error>();

/** The signal of a context. One costs 2 µs, a hundred times what a message does, so it is made only when it is read. */
export function signalOf(context: object): AbortSignal {
  let controller = controllers.get(context);
  if (controller === undefined) {
    controller = new AbortController();
    controllers.set(context, controller);
    const reason = reasons.get(context);
    if (reason !== undefined) controller.abort(reason);
  }
  return controller.signal;
}

/** Aborts the signal of a context, which may be read before or after. Listeners do not see the store of whoever drains or moves a clock. */
export function abortSignalOf(context: object, reason: Error): void {
  reasons.set(context, reason);
  const controller = controllers.get(context);
  if (controller !== undefined) rootContext.runInAsyncScope(() => controller.abort(reason));
}
