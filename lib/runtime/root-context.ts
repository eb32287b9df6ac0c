import { AsyncResource } from 'node:async_hooks';

/** Made while modules load, so outside of any request: what runs in it sees nobody's AsyncLocalStorage. */
export const rootContext = new AsyncResource('Mailbox');
