import { dispatch, spawn, start, stop } from 'nact';

import type { Address, Behaviour, Contestant } from '../contestant.js';

/** Stateful actors, whose function may return a promise. */
export const nact: Contestant = {
  name: 'nact',
  library: 'nact',
  open: () => {
    const system = start();
    let spawned = 0; // names that nact finds itself are random, and collide among 100,000
    return {
      actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
        const actor = spawn(
          system,
          (_state: undefined, message: M) => behaviour(message),
          `actor-${(spawned += 1)}`,
        );
        return { tell: (message) => dispatch(actor, message) };
      },
      close: () => stop(system),
    };
  },
};
