import { Effect, Queue } from 'effect';

import type { Address, Behaviour, Contestant } from '../contestant.js';

/** A queue for each actor, and a fiber that takes from it for ever. */
export const effect: Contestant = {
  name: 'effect queue',
  library: 'effect',
  open: () => ({
    actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
      const queue = Effect.runSync(Queue.unbounded<M>());
      const handle = (message: M): Effect.Effect<void> =>
        Effect.suspend(() => {
          const pending = behaviour(message);
          return pending === undefined ? Effect.void : Effect.promise(() => pending);
        });
      Effect.runFork(Effect.forever(Effect.flatMap(Queue.take(queue), handle)));
      return { tell: (message) => void Queue.offerUnsafe(queue, message) };
    },
    close: () => undefined, // the process ends; its fibers with it
  }),
};
