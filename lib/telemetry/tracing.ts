import type * as OpenTelemetry from '@opentelemetry/api';
import type { Context, Link, Span, SpanContext, Tracer } from '@opentelemetry/api';
import { errorFrom } from '../runtime/thrown.js';
import type {
  AttemptOutcome,
  AttemptTrace,
  MailboxInstrumentation,
  MessageAttempt,
  MessageSend,
  SendOutcome,
  SendTrace,
} from '../runtime/instrumentation.js';
import { attributesOfAttempt, attributesOfSend, ERROR_TYPE, OUTCOME } from './messaging-attributes.js';
import type { SpanRelation } from './telemetry-options.js';

/** Who the spans are from. */
const SCOPE = 'nestjs-mailbox';

/** Makes a span of each send and of each attempt, and has the trace travel along in the headers. */
export class Tracing implements MailboxInstrumentation {
  readonly #tracer: Tracer;

  constructor(
    private readonly api: typeof OpenTelemetry,
    private readonly relation: SpanRelation,
  ) {
    this.#tracer = api.trace.getTracer(SCOPE);
  }

  send(send: MessageSend): SendTrace {
    const { context, propagation, SpanKind, trace } = this.api;
    const active = context.active();
    const given = propagation.extract(this.api.ROOT_CONTEXT, send.headers);
    const parent = this.#isIn(active) ? active : given;
    const span = this.#tracer.startSpan(
      `send ${send.type}`,
      {
        kind: SpanKind.PRODUCER,
        attributes: attributesOfSend(send),
        links: linksTo(trace.getSpanContext(given), trace.getSpanContext(parent)),
      },
      parent,
    );
    const headers: Record<string, string> = {};
    propagation.inject(trace.setSpan(parent, span), headers);
    return { headers, end: (outcome) => this.#end(span, outcome) };
  }

  process(attempt: MessageAttempt): AttemptTrace {
    const { context, trace } = this.api;
    const { span, parent } = this.#attemptSpan(attempt);
    const around = trace.setSpan(parent, span);
    return {
      run: (call) => context.with(around, call),
      end: (outcome) => this.#end(span, outcome),
    };
  }

  #attemptSpan(attempt: MessageAttempt): { readonly span: Span; readonly parent: Context } {
    const { propagation, ROOT_CONTEXT, SpanKind, trace } = this.api;
    const sent = propagation.extract(ROOT_CONTEXT, attempt.envelope.headers);
    const isLinked = this.relation === 'link';
    const parent = isLinked ? trace.deleteSpan(sent) : sent; // baggage stays
    const span = this.#tracer.startSpan(
      `process ${attempt.envelope.type}`,
      {
        kind: SpanKind.CONSUMER,
        attributes: attributesOfAttempt(attempt),
        links: isLinked ? linksTo(trace.getSpanContext(sent), undefined) : [],
      },
      parent,
    );
    return { span, parent };
  }

  #isIn(context: Context): boolean {
    const span = this.api.trace.getSpanContext(context);
    return span !== undefined && this.api.isSpanContextValid(span);
  }

  #end(span: Span, outcome: SendOutcome | AttemptOutcome): void {
    span.setAttribute(OUTCOME, 'reason' in outcome ? outcome.reason : outcome.kind);
    if ('error' in outcome) {
      const error = errorFrom(outcome.error, SCOPE);
      span.setAttribute(ERROR_TYPE, error.name);
      span.recordException(error);
      span.setStatus({ code: this.api.SpanStatusCode.ERROR, message: error.message });
    }
    span.end();
  }
}

/** A link to where a message was before, unless that is the trace it goes on in. */
function linksTo(before: SpanContext | undefined, parent: SpanContext | undefined): Link[] {
  return before === undefined || before.traceId === parent?.traceId ? [] : [{ context: before }];
}
