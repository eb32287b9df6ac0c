export { Actor } from './nest/actor.decorator.js';
export type { ActorOptions } from './nest/actor-options.js';
export { type ActorToken, getActorToken } from './nest/actor-token.js';
export type { BootFinding, BootFindingCode } from './nest/boot-finding.js';
export { MailboxBootError } from './nest/boot-report.js';
export { type ActorHost, isActorContext } from './nest/enhancers/actor-host.js';
export { Handle } from './nest/handle.decorator.js';
export type { HandleOptions } from './nest/handle-options.js';
export type { HandlerDecorator, HandlerRule } from './nest/handler-rule.js';
export { InjectActor } from './nest/inject-actor.decorator.js';
export { MailboxErrorFilter } from './nest/mailbox-error.filter.js';
export { MailboxModule } from './nest/mailbox.module.js';
export { MessageType, type MessageTypeOptions } from './nest/message-type.decorator.js';
export type {
  MailboxModuleAsyncOptions,
  MailboxModuleOptions,
  MailboxOptionsFactory,
  MailboxOptionsInput,
} from './nest/module-options.js';
export { StandardDecoratorError } from './nest/standard-decorator.js';
export { Subscribe } from './nest/subscribe.decorator.js';

export {
  ActivationContext,
  ActivationError,
  type Activity,
  type ActivityType,
  type ActorClass,
  ActorContext,
  ActorRef,
  type ActorSnapshot,
  ActorStoppedError,
  type AttemptOutcome,
  type AttemptTrace,
  type BackoffOptions,
  type Business,
  type DeadLetter,
  type DeadLetterChannelMessage,
  type DeadLetterFilter,
  type DeadLetterReason,
  type DeadLetters,
  DEFAULT_OPTIONS,
  type DefinedMessage,
  type DefinedMessageClass,
  defineMessage,
  DeliveryError,
  Envelope,
  type FlowEdge,
  HandlerTimeoutError,
  type Health,
  InvalidDefinitionError,
  InvalidKeyError,
  InvalidMessageError,
  InvalidOptionsError,
  type KeyBy,
  type LogFacts,
  MailboxClosedError,
  MailboxError,
  MailboxFullError,
  type MailboxInstrumentation,
  type MailboxLogger,
  type MailboxOptions,
  MailboxRuntime,
  type MessageAttempt,
  MessageExpiredError,
  type MessageClass,
  type MessageCounts,
  type MessageFlow,
  type MessageIssue,
  type MessageSchema,
  type MessageSend,
  type MessageTally,
  messageTypeOf,
  NoRecipientError,
  OutOfTurnError,
  type PartialOptions,
  type Percentiles,
  type ProcessChannelMessage,
  type ProtocolOf,
  type PublishOptions,
  type Receipt,
  type RetryOptions,
  ReturnedValueError,
  type RuntimeOptions,
  type RuntimeState,
  RuntimeStateError,
  type Schedule,
  type SendChannelMessage,
  type SendOptions,
  type SendOutcome,
  type SendTrace,
  ShutdownError,
  type Snapshot,
  StaleContextError,
  StashFullError,
  ThrownValueError,
  type SupervisionOptions,
  UnknownActorError,
  toMermaid,
} from './runtime/index.js';
