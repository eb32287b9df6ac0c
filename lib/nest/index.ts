// What the other entries stand on. The public list is lib/index.ts.
export type { DefinitionsHook } from './actor.definition.js';
export { Actor } from './actor.decorator.js';
export { getActorToken } from './actor-token.js';
export { ACTOR_CONTEXT_TYPE, type ActorHost } from './enhancers/actor-host.js';
export { type ExposedMessage, ExposedMessages } from './exposed-messages.js';
export {
  ACTOR_METADATA,
  MAILBOX_DEFINITIONS_HOOK,
  MAILBOX_LOGGER,
  MAILBOX_OPTIONS,
  MAILBOX_SYSTEM,
} from './mailbox.constants.js';
export { RETRY_AFTER_SECONDS } from './mailbox-error.filter.js';
export { MailboxModule } from './mailbox.module.js';
export type { MailboxModuleOptions } from './module-options.js';
export { Subscribe } from './subscribe.decorator.js';
