export type { Activity, ActivityType } from './activity.js';
export { ActivationContext, ActorContext, type PublishOptions, type Schedule } from './actor-context.js';
export type { ActorClass, ActorDefinition, HandlerDefinition, KeyBy } from './actor-definition.js';
export { ActorRef, type ProtocolOf } from './actor-ref.js';
export type { RuntimeState, RuntimeWorld } from './actor-system.js';
export type { DeadLetterChannelMessage, ProcessChannelMessage, SendChannelMessage } from './channels.js';
export { type Clock, type ClockTimer, systemClock, type TimerPurpose } from './clock.js';
export type { DeadLetter, DeadLetterReason } from './dead-letter.js';
export type { DeadLetterFilter, DeadLetters } from './dead-letters.js';
export { Envelope } from './envelope.js';
export {
  ActivationError,
  ActorStoppedError,
  DeliveryError,
  HandlerTimeoutError,
  InvalidDefinitionError,
  InvalidKeyError,
  InvalidMessageError,
  InvalidOptionsError,
  MailboxClosedError,
  MailboxError,
  MailboxFullError,
  MessageExpiredError,
  type MessageIssue,
  NoRecipientError,
  OutOfTurnError,
  RuntimeStateError,
  ShutdownError,
  StaleContextError,
  StashFullError,
  UnknownActorError,
} from './errors.js';
export type { Percentiles } from './histogram.js';
export type {
  AttemptOutcome,
  AttemptTrace,
  MailboxInstrumentation,
  MessageAttempt,
  MessageSend,
  SendOutcome,
  SendTrace,
} from './instrumentation.js';
export type { LogFacts, MailboxLogger } from './logger.js';
export type { Mailbox, Offer } from './mailbox.js';
export {
  type DefinedMessage,
  type DefinedMessageClass,
  defineMessage,
  type MessageClass,
  type MessageSchema,
  messageTypeOf,
} from './message.js';
export {
  type BackoffOptions,
  DEFAULT_OPTIONS,
  type MailboxOptions,
  type PartialOptions,
  resolveOptions,
  type RuntimeOptions,
  type SupervisionOptions,
} from './options.js';
export type { RetryOptions } from './retry.js';
export { type FlowEdge, type MessageFlow, toMermaid } from './message-flow.js';
export { ReturnedValueError } from './returned-value.js';
export { ThrownValueError } from './thrown.js';
export { MailboxRuntime } from './runtime.js';
export type { Receipt, SendOptions } from './send-options.js';
export type { ActorSnapshot, Business, Health, MessageCounts, MessageTally, Snapshot } from './snapshot.js';
