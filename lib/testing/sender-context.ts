import { NO_MESSAGE } from '../runtime/actor-context.js';
import type { Address } from '../runtime/address.js';
import { ActorContext, type Envelope } from '../runtime/index.js';
import { seal } from '../runtime/seal.js';
import { NO_TERMS } from '../runtime/terms.js';
import { TestHost } from './test-host.js';

/** A context for messages that a test sends in an actor's name. */
export class SenderContext extends ActorContext {
  /**
   * @param sender Where the messages come from.
   * @param answered The envelope whose conversation they continue; without it they begin one.
   */
  constructor(sender: Address, answered: Envelope | undefined) {
    const host = new TestHost(sender);
    const terms = { ...NO_TERMS, headers: answered?.headers };
    const ids = { id: answered?.id, correlation: answered?.correlationId };
    super({ ...NO_MESSAGE, ...ids, terms, host, isOver: false }, seal);
  }
}
