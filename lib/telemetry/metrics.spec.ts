import parsePrometheusTextFormat, { type Family } from 'parse-prometheus-text-format';
import * as prometheus from 'prom-client';
import { actor, Gate, handle, subscribe, Universe } from '../../test/universe.js';
import { InvalidOptionsError } from '../runtime/errors.js';
import { registerMetrics } from './metrics.js';

class Work {
  constructor(
    readonly key: string,
    readonly react: () => unknown = () => undefined,
  ) {}
}
class Rest {}

const BUCKETS = [0.001, 0.1, 5];

/** A worker with an instance and a mailbox for two per key, and somebody who only hears. */
function openUniverse(): Promise<Universe> {
  return Universe.of([
    actor('worker', [handle(Work, ({ react }: Work) => react())], {
      keyBy: ({ key }: Work) => key,
      mailbox: { capacity: 2 },
    }),
    actor('listener', [subscribe(Rest, () => undefined)]),
  ]);
}

describe('the metrics', () => {
  let registry: prometheus.Registry;
  let universe: Universe;
  let takeOut: () => void;

  beforeEach(async () => {
    registry = new prometheus.Registry();
    universe = await openUniverse();
    takeOut = registerMetrics(prometheus, universe.runtime, registry, BUCKETS);
  });

  async function scrape(): Promise<readonly Family[]> {
    return parsePrometheusTextFormat(await registry.metrics());
  }

  async function family(name: string): Promise<Family['metrics']> {
    return (await scrape()).find((candidate) => candidate.name === name)?.metrics ?? [];
  }

  async function value(name: string, labels: Readonly<Record<string, string>>): Promise<string | undefined> {
    const wanted = JSON.stringify(labels);
    return (await family(name)).find((metric) => JSON.stringify(metric.labels) === wanted)?.value;
  }

  it('are text that a parser of Prometheus takes, with the type of each', async () => {
    universe.runtime.tell(new Work('a'));
    await universe.quiet();
    expect((await scrape()).map(({ name, type }) => `${name} ${type}`)).toEqual([
      'mailbox_depth GAUGE',
      'mailbox_oldest_message_age_seconds GAUGE',
      'mailbox_messages_total COUNTER',
      'mailbox_dead_letters_total COUNTER',
      'mailbox_wait_duration_seconds HISTOGRAM',
      'mailbox_process_duration_seconds HISTOGRAM',
    ]);
  });

  it('count messages by actor, type and outcome, and dead letters by reason, at each scrape anew', async () => {
    const { runtime } = universe;
    runtime.tell(new Work('a'));
    runtime.tell(new Work('a', () => 'a value'));
    runtime.tell(new Work('a'));
    runtime.publish(new Rest());
    await universe.quiet();
    const outcomes = { dead: 1, handled: 1, refused: 1, duplicate: 0 };
    for (const [outcome, count] of Object.entries(outcomes)) {
      const labels = { actor: 'worker', message: 'Work', outcome };
      expect([outcome, await value('mailbox_messages_total', labels)]).toEqual([outcome, String(count)]);
    }
    expect(await value('mailbox_dead_letters_total', { reason: 'returned-value' })).toBe('1');
    expect(await value('mailbox_dead_letters_total', { reason: 'mailbox-full' })).toBe('1');

    runtime.publish(new Rest());
    await universe.quiet();
    const labels = { actor: 'listener', message: 'Rest', outcome: 'handled' };
    expect(await value('mailbox_messages_total', labels)).toBe('2');
    expect(await value('mailbox_messages_total', labels)).toBe('2');
  });

  it('show how many wait, and how long the oldest has', async () => {
    const gate = new Gate();
    for (const key of ['a', 'b']) {
      universe.runtime.tell(new Work(key, () => gate.opened));
      await universe.quiet();
      universe.runtime.tell(new Work(key));
      await universe.advance(1_000);
    }
    expect(await value('mailbox_depth', { actor: 'worker' })).toBe('2');
    expect(await value('mailbox_oldest_message_age_seconds', { actor: 'worker' })).toBe('2');
    expect(await value('mailbox_depth', { actor: 'listener' })).toBe('0');
    gate.open();
    await universe.quiet();
    expect(await value('mailbox_depth', { actor: 'worker' })).toBe('0');
    expect(await value('mailbox_oldest_message_age_seconds', { actor: 'worker' })).toBe('0');
  });

  it('put waits and handlers’ durations in buckets, in seconds', async () => {
    const gate = new Gate();
    universe.runtime.tell(new Work('a', () => gate.opened));
    await universe.advance(50);
    universe.runtime.tell(new Work('a'));
    await universe.advance(1_950);
    gate.open();
    await universe.quiet();
    // The parser drops the labels of histograms; of samples without a type it keeps them.
    const samples = parsePrometheusTextFormat((await registry.metrics()).replaceAll(/^#.*$/gm, ''));
    const linesOf = (name: string): string[] =>
      samples
        .filter((sample) => sample.name.startsWith(name))
        .flatMap((sample) => sample.metrics.map((metric) => ({ ...metric, name: sample.name })))
        .filter(({ labels }) => labels?.['actor'] === 'worker')
        .map(
          (sample) => `${sample.name.replace(`${name}_`, '')} ${sample.labels?.['le'] ?? ''} ${sample.value}`,
        );
    expect(linesOf('mailbox_process_duration_seconds')).toEqual([
      'bucket 0.001 1',
      'bucket 0.1 1',
      'bucket 5 2',
      'bucket +Inf 2',
      'sum  2',
      'count  2',
    ]);
    expect(linesOf('mailbox_wait_duration_seconds')).toEqual([
      'bucket 0.001 1',
      'bucket 0.1 1',
      'bucket 5 2',
      'bucket +Inf 2',
      'sum  1.95',
      'count  2',
    ]);
  });

  it('name no key', async () => {
    universe.runtime.tell(new Work('secret-key'));
    await universe.quiet();
    expect(await registry.metrics()).not.toContain('secret-key');
  });

  it('take one snapshot for all that is scraped at once', async () => {
    let snapshots = 0;
    const take = universe.runtime.snapshot.bind(universe.runtime);
    universe.runtime.snapshot = () => {
      snapshots += 1;
      return take();
    };
    await registry.metrics();
    expect(snapshots).toBe(1);
    await registry.metrics();
    expect(snapshots).toBe(2);
  });

  it('are in a registry once, and can be taken out', async () => {
    const other = await openUniverse();
    expect(() => registerMetrics(prometheus, other.runtime, registry, BUCKETS)).toThrow(InvalidOptionsError);
    takeOut();
    expect(await registry.metrics()).toBe('\n');
    registerMetrics(prometheus, other.runtime, registry, BUCKETS);
    expect(await family('mailbox_depth')).toHaveLength(2);
  });
});
