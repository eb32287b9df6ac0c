import { cases as noActorInjection } from './no-actor-injection.js';
import { cases as noAwaitTell } from './no-await-tell.js';
import { cases as noHandlerReturn } from './no-handler-return.js';
import { cases as noMutateAfterTell } from './no-mutate-after-tell.js';
import { cases as noMutateMessage } from './no-mutate-message.js';
import { cases as noReplyPromise } from './no-reply-promise.js';
import { connections } from './no-reply-promise-connections.js';
import { detours } from './no-reply-promise-detours.js';
import { clients } from './no-reply-promise-clients.js';
import { ordinary } from './no-reply-promise-ordinary.js';
import { cases as passTheContext } from './pass-the-context.js';
import type { RuleCase } from './rule-case.js';

/** The cases of each rule: data, for whatever linter runs them. */
export const casesOfRules: Readonly<Record<string, readonly RuleCase[]>> = {
  'no-actor-injection': noActorInjection,
  'no-await-tell': noAwaitTell,
  'no-handler-return': noHandlerReturn,
  'no-mutate-after-tell': noMutateAfterTell,
  'no-mutate-message': noMutateMessage,
  'no-reply-promise': [...noReplyPromise, ...ordinary, ...clients, ...detours, ...connections],
  'pass-the-context': passTheContext,
};
