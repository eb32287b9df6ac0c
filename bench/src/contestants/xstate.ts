import { createActor, fromCallback } from 'xstate';

import type { Address, Behaviour, Contestant } from '../contestant.js';

interface Told<M> {
  readonly type: 'told';
  readonly message: M;
}

/** Callback logic, the leanest actor it has. */
export const xstate: Contestant = {
  name: 'xstate callback',
  library: 'xstate',
  waits: false,
  remark: 'handles a message inside `send`, in the sender’s stack, unless that actor is busy',
  open: () => ({
    actor: <M extends object>(behaviour: Behaviour<M>): Address<M> => {
      const logic = fromCallback<Told<M>>(({ receive }) => receive(({ message }) => void behaviour(message)));
      const actor = createActor(logic).start();
      return { tell: (message) => actor.send({ type: 'told', message }) };
    },
    close: () => undefined,
  }),
};
