import type { MessageClass } from './message.js';

/**
 * Which classes say that they own a message, provided or not, in any application of this process. Only for the text of a refusal:
 * what is registered decides where a message goes.
 */
const claims = new WeakMap<MessageClass, Set<string>>();

export function claimMessage(message: MessageClass, className: string): void {
  const claimants = claims.get(message) ?? new Set();
  claims.set(message, claimants.add(className));
}

export function claimantsOf(message: MessageClass): readonly string[] {
  return [...(claims.get(message) ?? [])];
}
