import fastq from 'fastq';

import type { Address, Behaviour, Contestant } from '../contestant.js';

/** One worker at a time behind each queue, in the promise style. */
export const fastqPromise: Contestant = {
  name: 'fastq promise',
  library: 'fastq',
  remark: 'for reference',
  open: () => ({
    actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
      const queue = fastq.promise(async (message: M) => behaviour(message), 1);
      return { tell: (message) => void queue.push(message) };
    },
    close: () => undefined,
  }),
};
