import type { ActorContext } from './actor-context.js';
import { channelInstrumentation } from './channels.js';
import { describeError } from './errors.js';
import type {
  AttemptOutcome,
  AttemptTrace,
  MailboxInstrumentation,
  MessageAttempt,
  MessageSend,
  SendOutcome,
} from './instrumentation.js';
import { kindOf } from './kind-of.js';
import type { MailboxLogger } from './logger.js';
import { onRejection } from './thenable.js';

/** What one instrumentation does about one send, or one attempt. */
interface Traced<T> {
  readonly by: MailboxInstrumentation;
  readonly trace: T;
}

/** Everything that looks on, as one: what was given, and Node's diagnostics channels. None of them can harm the runtime. */
export class Instruments {
  readonly #given: MailboxInstrumentation[] = [];
  /** The attempts that are going on. */
  readonly #attempts = new WeakMap<ActorContext, readonly Traced<AttemptTrace>[]>();
  readonly #accused = new WeakSet<MailboxInstrumentation>();

  /** Whether somebody looks on all the time, and not only while a channel has subscribers. */
  isGiven = false;

  constructor(private readonly logger: MailboxLogger) {}

  add(instrumentation: MailboxInstrumentation): void {
    this.isGiven = true;
    this.#given.push(instrumentation);
  }

  /** A message is about to be sent. Answers with the headers that are to go with it, and with who wants to know how it went. */
  send(send: MessageSend): {
    headers: Readonly<Record<string, string>>;
    end: (outcome: SendOutcome) => void;
  } {
    const traces = this.#begin((instrumentation) => instrumentation.send?.(send));
    const headers: Record<string, string> = {};
    for (const { by, trace } of traces) {
      this.#guard(by, () => {
        for (const [name, value] of Object.entries(trace.headers ?? {})) headers[name] = String(value);
      });
    }
    return { headers, end: (outcome) => this.#end(traces, outcome) };
  }

  /** Calls a handler with everything around it that is to be around it; returns, and throws, what the handler does. */
  process(attempt: MessageAttempt, context: ActorContext, invoke: () => unknown): unknown {
    const traces = this.#begin((instrumentation) => instrumentation.process?.(attempt));
    this.#attempts.set(context, traces);
    let settled: PromiseSettledResult<unknown> | undefined;
    const call = (): void => {
      settled ??= settle(invoke);
    };
    traces.reduceRight((inner, traced) => () => this.#around(traced, inner), call)();
    call(); // in case that nobody has
    return outcomeOf(settled as unknown as PromiseSettledResult<unknown>);
  }

  /** An attempt has ended. Does nothing about one that was never begun, or has ended before. */
  ended(context: ActorContext, outcome: AttemptOutcome): void {
    const traces = this.#attempts.get(context);
    if (traces === undefined) return;
    this.#attempts.delete(context);
    this.#end(traces, outcome);
  }

  #begin<T>(begin: (instrumentation: MailboxInstrumentation) => T | undefined): readonly Traced<T>[] {
    return [...this.#given, channelInstrumentation].flatMap((by) => {
      const trace = this.#guard(by, () => begin(by));
      return typeof trace === 'object' && trace !== null ? [{ by, trace }] : [];
    });
  }

  #around({ by, trace }: Traced<AttemptTrace>, inner: () => void): void {
    let isCalled = false;
    const call = (): void => {
      if (isCalled) return;
      isCalled = true;
      inner();
    };
    if (trace.run !== undefined) this.#guard(by, () => trace.run?.(call));
    call();
  }

  #end<T>(traces: readonly Traced<{ end?(outcome: T): void }>[], outcome: T): void {
    for (const { by, trace } of traces) this.#guard(by, () => trace.end?.(outcome));
  }

  #guard<T>(by: MailboxInstrumentation, call: () => T): T | undefined {
    try {
      const answer = call();
      onRejection(answer, (error) => this.#accuse(by, error));
      return answer;
    } catch (error) {
      this.#accuse(by, error);
      return undefined;
    }
  }

  /** Says so once of each: they are called for every message. */
  #accuse(by: MailboxInstrumentation, error: unknown): void {
    if (this.#accused.has(by)) return;
    this.#accused.add(by);
    this.logger.error(
      `an instrumentation (${kindOf(by)}) threw, and messages go on without it: ${describeError(error)}`,
      { error },
    );
  }
}

function settle(invoke: () => unknown): PromiseSettledResult<unknown> {
  try {
    return { status: 'fulfilled', value: invoke() };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

function outcomeOf(settled: PromiseSettledResult<unknown>): unknown {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
