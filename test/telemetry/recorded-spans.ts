import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';

/** OpenTelemetry's own SDK, as an application sets it up, with an exporter that keeps what it gets. One at a time: it is global. */
export class RecordedSpans {
  readonly #exporter = new InMemorySpanExporter();
  readonly #provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(this.#exporter)] });

  constructor() {
    this.#provider.register();
  }

  async end(): Promise<void> {
    await this.#provider.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
  }

  get all(): readonly ReadableSpan[] {
    return this.#exporter.getFinishedSpans();
  }

  get traces(): ReadonlySet<string> {
    return new Set(this.all.map((span) => span.spanContext().traceId));
  }

  find(name: string): ReadableSpan {
    const found = this.all.filter((span) => span.name === name);
    if (found.length !== 1) throw new Error(`${found.length} spans are called ${name}: ${this.tree()}`);
    return found[0] as ReadableSpan;
  }

  /** Every trace as a tree of names, with what did not go well. */
  tree(): string {
    const isKnown = (id: string | undefined): boolean =>
      this.all.some((span) => span.spanContext().spanId === id);
    const roots = this.all.filter(({ parentSpanContext }) => !isKnown(parentSpanContext?.spanId));
    return roots.map((root) => this.#branch(root, '')).join('');
  }

  #branch(span: ReadableSpan, indent: string): string {
    const children = this.all.filter(
      ({ parentSpanContext }) => parentSpanContext?.spanId === span.spanContext().spanId,
    );
    const kind = SpanKind[span.kind]?.toLowerCase();
    const fault = span.status.code === SpanStatusCode.ERROR ? ` (${span.status.message})` : '';
    const line = `${indent}${span.name} [${kind}] ${String(span.attributes['mailbox.outcome'] ?? '')}${fault}`;
    return `${line.trimEnd()}\n${children.map((child) => this.#branch(child, `${indent}  `)).join('')}`;
  }
}
