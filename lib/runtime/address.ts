import { textOf } from './text-of.js';

/** Where messages go, and where they come from: an actor's name and, for a keyed actor, the key of one instance. */
export class Address {
  constructor(
    readonly actor: string,
    readonly key?: string | undefined,
  ) {}

  /** The actor's name in the text of an address. */
  static actorOf(text: string): string {
    return text.replace(/^mailbox:\/\/([^/]*).*$/s, '$1');
  }

  /** `mailbox://order/order-42`; the key is percent-encoded, so that any text can be one. */
  toString(): string {
    return this.key === undefined ? `mailbox://${this.actor}` : `mailbox://${this.actor}/${encode(this.key)}`;
  }
}

/** Where a message would have gone that nobody takes. */
export const NOBODY = new Address('nobody');

/** A key that is refused may be no text at all, and must be shown all the same. A lone surrogate, which no URI can hold, becomes the replacement character. */
function encode(key: string): string {
  return encodeURIComponent(Buffer.from(textOf(key)).toString());
}
