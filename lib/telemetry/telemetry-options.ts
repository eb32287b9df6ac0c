import { InvalidOptionsError } from '../runtime/errors.js';
import { findOptionProblems, type OptionGroup, type OptionRule } from '../runtime/option-problems.js';

/** How a handler's span belongs to the send of its message. */
export type SpanRelation = 'parent' | 'link';

/** What the spans are like. */
export interface TracingOptions {
  /**
   * `parent`: a handler's span is a child of the send's, and everything that a request sets going is one trace. `link`: it begins a
   * trace of its own and links to the send; so that a conversation of days is not one trace.
   *
   * @default 'parent'
   */
  readonly relation?: SpanRelation;
}

/** A registry of prom-client, by its shape: these types must compile without that package. */
export interface MetricsRegistry {
  registerMetric(metric: never): void;
  getSingleMetric(name: string): object | undefined;
  removeSingleMetric(name: string): void;
}

/** Where the metrics go, and what they are like. */
export interface MetricsOptions {
  /** @default prom-client's global registry, `register`. */
  readonly registry?: MetricsRegistry;
  /**
   * The upper bounds of the histograms' buckets, in seconds, ascending.
   *
   * @default [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
   */
  readonly buckets?: readonly number[];
}

/** What `MailboxTelemetryModule.forRoot` takes. What is left out is off. */
export interface MailboxTelemetryOptions {
  /**
   * OpenTelemetry spans, by `@opentelemetry/api`, which the application installs.
   *
   * @default false
   */
  readonly tracing?: boolean | TracingOptions;
  /**
   * Prometheus metrics, by `prom-client`, which the application installs.
   *
   * @default false
   */
  readonly metrics?: boolean | MetricsOptions;
}

/** The options with every default filled in; undefined: off. */
export interface ResolvedTelemetryOptions {
  readonly tracing: Required<TracingOptions> | undefined;
  readonly metrics:
    { readonly registry: MetricsRegistry | undefined; readonly buckets: readonly number[] } | undefined;
}

const DEFAULT_BUCKETS: readonly number[] = [
  0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60,
];

const relation: OptionRule = (value) =>
  value === 'parent' || value === 'link' ? undefined : "one of 'parent', 'link'";
const registry: OptionRule = (value) =>
  typeof (value as Partial<MetricsRegistry> | null)?.registerMetric === 'function'
    ? undefined
    : 'a registry of prom-client';
const buckets: OptionRule = (value) =>
  Array.isArray(value) && value.length > 0 && value.every(isBoundAfter)
    ? undefined
    : 'seconds, ascending, more than 0';

/** @throws InvalidOptionsError naming the first option that is unknown or of the wrong type. */
export function resolveTelemetryOptions(given: MailboxTelemetryOptions): ResolvedTelemetryOptions {
  const [first] = findOptionProblems('telemetry', given, {
    tracing: groupOf(given?.tracing, { relation }),
    metrics: groupOf(given?.metrics, { registry, buckets }),
  });
  if (first !== undefined) throw new InvalidOptionsError(first.path, first.problem);
  const { tracing, metrics } = given;
  const spans = partOf(tracing);
  const numbers = partOf(metrics);
  return {
    tracing: spans && { relation: spans.relation ?? 'parent' },
    metrics: numbers && { registry: numbers.registry, buckets: numbers.buckets ?? DEFAULT_BUCKETS },
  };
}

function groupOf(given: unknown, group: OptionGroup): OptionRule | OptionGroup {
  return typeof given === 'boolean' ? () => undefined : group;
}

function partOf<T extends object>(given: boolean | T | undefined): T | undefined {
  if (given === undefined || given === false) return undefined;
  return given === true ? ({} as T) : given;
}

function isBoundAfter(bound: unknown, index: number, bounds: readonly unknown[]): boolean {
  const before = index === 0 ? 0 : (bounds[index - 1] as number);
  return typeof bound === 'number' && Number.isFinite(bound) && bound > before;
}
