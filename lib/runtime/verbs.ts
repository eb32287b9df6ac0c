import type { ActivationContext, PublishOptions } from './actor-context.js';
import type { Occasion } from './delivery.js';
import type { Recipient } from './recipient.js';
import type { Refusal } from './refusal.js';
import type { Receipt, SendOptions } from './send-options.js';

/** The three verbs, each from outside and from a handler. */
export interface Verbs {
  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): void;
  tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): void;
  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt>;
  publish(event: object, options?: PublishOptions | ActivationContext): void;
  publishFrom(occasion: Occasion, event: object, options?: PublishOptions): void;
}

/** How a send went, for those who look on: whoever sends does not get it. */
export type Sent = Refusal | 'accepted' | 'kept' | 'unheard';

/** The promise of `deliver`. Left alone, its rejection harms nobody. */
export function answerOf(answer: Receipt | Refusal): Promise<Receipt> {
  if (!('error' in answer)) return Promise.resolve(answer);
  const rejection = Promise.reject<Receipt>(answer.error);
  rejection.catch(() => {});
  return rejection;
}
