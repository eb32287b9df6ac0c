import fastq, { type done } from 'fastq';

import type { Address, Behaviour, Contestant } from '../contestant.js';

const OVERFLOW = 'overflows the stack: a worker that is done at once runs inside `push`';

/** One worker at a time behind each queue, in the callback style. */
export const fastqCallback: Contestant = {
  name: 'fastq callback',
  library: 'fastq',
  remark: 'runs a free worker inside `push`, in the sender’s stack; for reference',
  unfit: { 'ping-pong': OVERFLOW, chameneos: OVERFLOW, banking: OVERFLOW, 'bounded buffer': OVERFLOW },
  open: () => ({
    actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
      const queue = fastq((message: M, done: done): void => {
        const pending = behaviour(message);
        if (pending === undefined) done(null);
        else void pending.then(() => done(null));
      }, 1);
      return { tell: (message) => queue.push(message) };
    },
    close: () => undefined,
  }),
};
