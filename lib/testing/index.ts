export { toMermaid } from '../runtime/index.js';
export {
  EscapedControlError,
  ExpectationError,
  NotSettledError,
  RehearsalThresholdError,
  RehearsedFailure,
  UndeclaredFlowError,
  UnseenDeadLettersError,
} from './errors.js';
export { type DeclaredEdge, expectFlow } from './expect-flow.js';
export {
  type Excepted,
  expectRehearsal,
  type MostOf,
  rehearsalMatchers,
  type RehearsalThresholds,
} from './expect-rehearsal.js';
export type { FaultKind } from './fault.js';
export type {
  CrashOptions,
  DelayOptions,
  DuplicateOptions,
  FaultOptions,
  Faults,
  FaultsOnMessage,
} from './faults.js';
export type { KitOptions } from './kit-options.js';
export type { Aftermath, Verdict } from './aftermath.js';
export type { ConversationReport, Spread } from './conversations.js';
export type { Twice } from './twice.js';
export { MailboxTestKit } from './mailbox-test-kit.js';
export { ManualClock } from './manual-clock.js';
export type { Pattern } from './pattern.js';
export type { Probe } from './probe.js';
export type { SettleOptions } from './settling.js';
export { NotRepeatableError, RehearsalError } from './rehearsal-error.js';
export { rehearsalReport, type ReportOptions } from './rehearsal-report.js';
export type { RehearsalPlan } from './rehearsal-run.js';
export { type Rehearsed, type RehearsalOptions, rehearse } from './rehearse.js';
export { type Consistency, type MessageReport, RehearsalReport } from './report.js';
export type { SharedProvider } from './shared-providers.js';
export type { Spy } from './spy.js';
export {
  type FastCheckScheduler,
  fifo,
  fromFastCheck,
  randomScheduler,
  type TestScheduler,
  type Turn,
  UNTIL_QUIET,
} from './test-scheduler.js';
export { type TestContext, testContext, type TestContextOverrides } from './test-context.js';
export { testExecutionContext } from './test-execution-context.js';
export type { RecordedSend, RecordedTimer } from './test-host.js';
export { Trace, type TraceOptions } from './trace.js';
export type { TracedMessage, TracedOutcome } from './traced-message.js';
