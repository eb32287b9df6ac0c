import type { CellArguments } from '../cell-arguments.js';
import type { Contestant } from '../contestant.js';
import { figure, NONE, table, times } from '../report/table.js';
import type { Results } from '../results.js';
import { OURS } from '../scene.js';
import { atLeast, atMost, type Section, type Target } from '../section.js';
import { workloads } from '../workloads.js';

const cellOf = (workload: string, contestant: string): CellArguments => ['workloads', workload, contestant];

/** The share of the limit that ours has to reach. */
const OF_THE_LIMIT: Readonly<Record<string, number>> = {
  'count, sync': 0.6,
  'count, async': 0.6,
  'count, awaiting': 0.8,
  'ping-pong': 0.45,
  ring: 0.45,
  throughput: 0.6,
  big: 0.5,
  chameneos: 0.5,
};

/** How many times as fast as a peer ours has to be; where nothing is said, faster. */
function neededAgainst(contestant: string, workload: string): number | undefined {
  if (contestant === 'nact') return ['count, sync', 'ping-pong', 'ring'].includes(workload) ? 20 : undefined;
  if (contestant === 'xstate callback') return 1.3;
  if (contestant === 'p-queue' && workload === 'count, sync') return 40;
  if (contestant === 'cqrs EventBus' && workload === 'count, sync') return 100;
  return ['effect queue', 'comedy', 'p-queue', 'cqrs CommandBus', 'cqrs EventBus'].includes(contestant)
    ? 1
    : undefined;
}

/** The suite, for everybody: nanoseconds a message, and how many times as fast ours is. */
export class WorkloadsSection implements Section {
  readonly name = 'workloads';

  constructor(private readonly contestants: readonly Contestant[]) {}

  get cells(): readonly CellArguments[] {
    return workloads.flatMap(({ name }) => {
      const [limit, ...peers] = this.contestants
        .filter(({ unfit }) => unfit?.[name] === undefined)
        .map((contestant) => cellOf(name, contestant.name)) as [CellArguments, ...CellArguments[]];
      return [limit, cellOf(name, OURS), ...peers]; // what is close to ours runs right before it, or after it
    });
  }

  /** All but what creates much that stays: it is V8's other threads that copy it. */
  isHeld([, name]: CellArguments): boolean {
    return workloads.find((workload) => workload.name === name)?.once !== true;
  }

  render(results: Results): string {
    const [limit, ...peers] = this.contestants as [Contestant, ...Contestant[]];
    const names = [limit.name, OURS, ...peers.map(({ name }) => name)];
    const played = workloads.filter(({ name }) => results.find(cellOf(name, OURS), 'ns') !== undefined);
    const nanoseconds = played.map(({ name }) => [
      name,
      ...names.map((contestant) => this.#figure(results, name, contestant)),
    ]);
    const ratios = played.map(({ name }) => [
      name,
      ...names
        .filter((contestant) => contestant !== OURS)
        .map((contestant) => times(results.ratio(cellOf(name, contestant), cellOf(name, OURS), 'ns'))),
    ]);
    const bytes = names
      .map((contestant) => [contestant, results.find(cellOf('create', contestant), 'bytes')] as const)
      // Bytes are as many on a slow processor.
      .map(([contestant, found]) => [contestant, figure(found && { ...found, isHindered: false })])
      .filter(([, value]) => value !== NONE);
    return [
      '### Nanoseconds a message, smaller is better',
      table(['', ...names], nanoseconds),
      this.#legend(),
      `### How many times as fast as each ${OURS} is`,
      table(['', ...names.filter((name) => name !== OURS)], ratios),
      ...(bytes.length === 0
        ? []
        : ['### Bytes an idle instance keeps, once used', table(['', 'bytes'], bytes as string[][])]),
      '### What happens in each',
      played.map(({ name, what }) => `- **${name}**: ${what}.`).join('\n'),
    ].join('\n\n');
  }

  targets(results: Results): readonly Target[] {
    const ratios = workloads.flatMap(({ name }) => {
      const against = (contestant: string): number | undefined =>
        results.ratio(cellOf(name, contestant), cellOf(name, OURS), 'ns');
      const share = OF_THE_LIMIT[name];
      const limit = share === undefined ? [] : [atLeast(`${name}, of the limit`, share, against('limit'))];
      const peers = this.contestants.flatMap((contestant) => {
        const needed = neededAgainst(contestant.name, name);
        if (needed === undefined || contestant.unfit?.[name] !== undefined) return [];
        return [atLeast(`${name}, against ${contestant.name}`, needed, against(contestant.name))];
      });
      return [...limit, ...peers];
    });
    return [
      ...ratios,
      atMost('create, a keyed instance', 3_000, results.median(cellOf('create', OURS), 'ns'), 'ns'),
      atMost('an idle keyed instance', 450, results.median(cellOf('create', OURS), 'bytes'), 'bytes'),
    ];
  }

  #figure(results: Results, workload: string, contestant: string): string {
    const mark = this.contestants.some(({ name, waits }) => name === contestant && waits === false);
    const text = figure(results.find(cellOf(workload, contestant), 'ns'));
    return mark && text !== NONE && workload.startsWith('count, a') ? `${text} †` : text;
  }

  #legend(): string {
    const remarks = this.contestants.flatMap(({ name, remark, unfit = {} }) => [
      ...(remark === undefined ? [] : [`- ${name}: ${remark}.`]),
      ...[...new Set(Object.values(unfit))].map((why) => {
        const where = Object.keys(unfit).filter((workload) => unfit[workload] === why);
        return `- ${name} has no figure for ${where.join(', ')}: it ${why}.`;
      }),
    ]);
    return [
      '~ noisy: the middle half of the rounds lies more than 10 % of the median apart. † does not wait for the promise of a',
      'handler: messages of one actor overlap. ‡ somebody slowed the processor in most rounds. – no fair form.',
      '',
      ...remarks,
    ].join('\n');
  }
}
