import type * as PromClient from 'prom-client';
import { InvalidOptionsError } from '../runtime/errors.js';
import type { Histogram } from '../runtime/histogram.js';
import { measuresOf, type MailboxRuntime } from '../runtime/runtime.js';
import type { ActorSnapshot, Snapshot } from '../runtime/snapshot.js';
import type { MetricsRegistry } from './telemetry-options.js';

type Labels = Readonly<Record<string, string>>;

/** One number of a metric. */
interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** What of the runtime makes a metric. */
interface Reading {
  readonly kind: 'Gauge' | 'Counter';
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly read: (snapshot: Snapshot) => readonly Sample[];
}

const READINGS: readonly Reading[] = [
  {
    kind: 'Gauge',
    name: 'mailbox_depth',
    help: 'Messages that are queued, all instances of an actor together.',
    labelNames: ['actor'],
    read: ofEachActor(({ queued }) => queued),
  },
  {
    kind: 'Gauge',
    name: 'mailbox_oldest_message_age_seconds',
    help: 'How long the oldest queued message of an actor has waited.',
    labelNames: ['actor'],
    read: ofEachActor(({ oldestMs }) => oldestMs / 1_000),
  },
  {
    kind: 'Counter',
    name: 'mailbox_messages_total',
    help: 'Messages by how they ended: handled, dead (a dead letter after they were accepted), refused, duplicate.',
    labelNames: ['actor', 'message', 'outcome'],
    read: ({ actors }) => Object.values(actors).flatMap(samplesOfMessages),
  },
  {
    kind: 'Counter',
    name: 'mailbox_dead_letters_total',
    help: 'Dead letters by their reason, whatever became of them.',
    labelNames: ['reason'],
    read: ({ deadLetters }) =>
      Object.entries(deadLetters).map(([reason, value]) => ({ labels: { reason }, value })),
  },
];

const MEASURES = [
  {
    name: 'mailbox_wait_duration_seconds',
    help: 'From acceptance to the handler. Sampled: at most one message a millisecond and actor.',
    of: 'waits',
  },
  {
    name: 'mailbox_process_duration_seconds',
    help: 'From the call of a handler to its settling. Sampled: at most one message a millisecond and actor.',
    of: 'durations',
  },
] as const;

const NAMES = [...READINGS, ...MEASURES].map(({ name }) => name);

/**
 * Has a registry of prom-client read the runtime's own counters whenever it is scraped. Between scrapes nothing is done, for no
 * message.
 *
 * @returns What takes the metrics out of the registry again.
 * @throws InvalidOptionsError when the registry has metrics of these names, of another runtime.
 */
export function registerMetrics(
  prometheus: typeof PromClient,
  runtime: MailboxRuntime,
  given: MetricsRegistry | undefined,
  buckets: readonly number[],
): () => void {
  const registry = given ?? prometheus.register;
  const taken = NAMES.find((name) => registry.getSingleMetric(name) !== undefined);
  if (taken !== undefined) {
    const problem = `has ${taken} already; close the application that registered it, or give each a registry of its own`;
    throw new InvalidOptionsError('telemetry.metrics.registry', problem);
  }
  const registers = [registry as PromClient.Registry];
  // One snapshot serves all metrics of one scrape: they are collected in the same turn.
  const snapshot = oncePerTurn(() => runtime.snapshot());
  for (const { kind, name, help, labelNames, read } of READINGS) {
    new prometheus[kind]({
      name,
      help,
      labelNames,
      registers,
      collect(this: PromClient.Gauge | PromClient.Counter) {
        this.reset();
        for (const { labels, value } of read(snapshot())) this.inc(labels, value);
      },
    });
  }
  for (const { name, help, of } of MEASURES) {
    const histogram = new prometheus.Histogram({
      name,
      help,
      labelNames: ['actor'],
      buckets: [...buckets],
      registers,
    });
    // prom-client can observe values, and has no way to take over what was counted elsewhere.
    const get = async (): Promise<unknown> => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: measuresOf(runtime).flatMap((measures) =>
        samplesOf(name, { actor: measures.actor }, measures[of], buckets),
      ),
    });
    Object.assign(histogram, { get, getForPromString: get });
  }
  return () => {
    for (const name of NAMES) registry.removeSingleMetric(name);
  };
}

function ofEachActor(value: (actor: ActorSnapshot) => number): Reading['read'] {
  return ({ actors }) =>
    Object.values(actors).map((actor) => ({ labels: { actor: actor.name }, value: value(actor) }));
}

function samplesOfMessages({ name: actor, messages }: ActorSnapshot): readonly Sample[] {
  return Object.entries(messages).flatMap(([message, tally]) =>
    Object.entries(tally).map(([outcome, value]) => ({
      labels: { actor, message, outcome },
      value: value as number,
    })),
  );
}

function samplesOf(
  name: string,
  labels: Labels,
  histogram: Histogram,
  buckets: readonly number[],
): readonly Sample[] {
  const upTo = buckets.map((le) =>
    sample(`${name}_bucket`, { le: String(le), ...labels }, histogram.upTo(le * 1_000)),
  );
  return [
    ...upTo,
    sample(`${name}_bucket`, { le: '+Inf', ...labels }, histogram.recorded),
    sample(`${name}_sum`, labels, histogram.sum / 1_000),
    sample(`${name}_count`, labels, histogram.recorded),
  ];
}

function sample(metricName: string, labels: Labels, value: number): Sample & { readonly metricName: string } {
  return { metricName, labels, value };
}

function oncePerTurn<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    if (made === undefined) {
      made = { value: make() };
      queueMicrotask(() => (made = undefined));
    }
    return made.value;
  };
}
