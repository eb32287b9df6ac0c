import { createSystem } from 'comedy';

import type { Address, Behaviour, Contestant } from '../contestant.js';

/** In-memory actors, its default. `send` is its verb that expects no answer. */
export const comedy: Contestant = {
  name: 'comedy',
  library: 'comedy',
  waits: false,
  open: async () => {
    // `test` keeps it from logging; nothing else of what it does is changed by it.
    const system = createSystem({ test: true });
    const root = await system.rootActor();
    return {
      actor: async <M extends object>(behaviour: Behaviour<M>): Promise<Address<M>> => {
        const actor = await root.createChild({ handle: behaviour });
        return { tell: (message) => void actor.send('handle', message) };
      },
      close: () => system.destroy(),
    };
  },
};
