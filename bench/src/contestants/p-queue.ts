import PQueue from 'p-queue';

import type { Address, Behaviour, Contestant } from '../contestant.js';

/** A queue with a concurrency of one for each actor. */
export const pQueue: Contestant = {
  name: 'p-queue',
  library: 'p-queue',
  open: () => ({
    actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
      const queue = new PQueue({ concurrency: 1 });
      return { tell: (message) => void queue.add(async () => behaviour(message)) };
    },
    close: () => undefined,
  }),
};
