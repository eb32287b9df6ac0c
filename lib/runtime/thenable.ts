/** Whether a value has to be awaited. May throw what a `then` getter throws. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Looks after the promise of a callback that nobody awaits, if it has given one: its rejection would end the process. */
export function onRejection(returned: unknown, caught: (error: unknown) => void): void {
  if (isThenable(returned)) returned.then(undefined, caught);
}
