import type { Address } from '../runtime/address.js';
import { Cause } from '../runtime/cause.js';
import { ActorContext, type Envelope } from '../runtime/index.js';
import { seal } from '../runtime/seal.js';
import { TestHost } from './test-host.js';

const NOTHING: object = Object.freeze({});

/** A context for messages that a test sends in an actor's name. */
export class SenderContext extends ActorContext {
  /**
   * @param sender Where the messages come from.
   * @param answered The envelope whose conversation they continue; without it they begin one.
   */
  constructor(sender: Address, answered: Envelope | undefined) {
    const cause = new Cause(answered?.correlationId, answered?.id, sender, answered?.headers);
    const host = new TestHost(sender);
    super({ host, turn: host.turn, message: NOTHING, cause, id: 0, at: 0, attempt: 0, sends: cause }, seal);
  }
}
