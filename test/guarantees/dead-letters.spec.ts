import { z } from 'zod';
import {
  type ActorContext,
  type ActorDefinition,
  type DeadLetterReason,
  defineMessage,
  type PartialOptions,
  type RuntimeOptions,
  type RuntimeWorld,
} from '../../lib/runtime/index.js';
import { readPage } from '../docs/pages.js';
import { actor, Gate, handle, Universe } from '../universe.js';
import { byKey, Note, Other, Tick } from './messages.js';
import { fail, nothing } from './reactions.js';

class Checked extends defineMessage('checked', z.object({ n: z.number() })) {}

type Redrivable = 'yes' | 'by id only' | 'no';

/** One way in which one message becomes a dead letter, and what the table says of it. */
interface Case {
  readonly reason: DeadLetterReason;
  readonly from: string;
  readonly wasAccepted: boolean;
  readonly redrivable: Redrivable;
  readonly options?: PartialOptions<RuntimeOptions>;
  readonly world?: Partial<RuntimeWorld>;
  readonly actors: (world: World) => readonly ActorDefinition[];
  readonly cause: (universe: Universe, world: World) => unknown;
}

/** What a case may change afterwards, so that the message could be handled if it came again. */
class World {
  readonly gate = new Gate();
  isMended = false;

  failUnlessMended = (): void => {
    if (!this.isMended) fail();
  };
}

const taking = (react: () => unknown = nothing, options: Partial<ActorDefinition> = {}): ActorDefinition =>
  actor('scribe', [handle(Note, react)], options);
const tell = ({ runtime }: Universe): void => runtime.tell(new Note());

const CASES: readonly Case[] = [
  {
    reason: 'no-recipient',
    from: 'nobody owns the type',
    wasAccepted: false,
    redrivable: 'yes',
    actors: () => [],
    cause: (universe) => {
      tell(universe);
      universe.runtime.register([taking()]);
    },
  },
  {
    reason: 'unhandled',
    from: 'a ref was told a type that its actor does not take',
    wasAccepted: false,
    redrivable: 'yes',
    actors: () => [taking(), actor('other', [])],
    cause: ({ runtime }) => runtime.ref('other').tell(new Note()),
  },
  {
    reason: 'invalid-message',
    from: 'a plain object',
    wasAccepted: false,
    redrivable: 'no',
    actors: () => [taking()],
    cause: ({ runtime }) => runtime.tell({ n: 1 }),
  },
  {
    reason: 'invalid-message',
    from: 'a failed schema',
    wasAccepted: false,
    redrivable: 'no',
    options: { validate: 'always' },
    actors: () => [actor('scribe', [handle(Checked, nothing)])],
    cause: ({ runtime }) => runtime.tell(new Checked({ n: 'one' as never })),
  },
  ...(['threw', 'gave no string'] as const).map((problem): Case => ({
    reason: 'invalid-key',
    from: `a keyBy that ${problem}`,
    wasAccepted: false,
    redrivable: 'no',
    actors: () => [taking(nothing, { keyBy: () => (problem === 'threw' ? fail() : (1 as never)) })],
    cause: tell,
  })),
  ...(['reject', 'drop-oldest'] as const).map((overflow): Case => ({
    reason: 'mailbox-full',
    from: overflow,
    wasAccepted: overflow === 'drop-oldest',
    redrivable: 'yes',
    actors: ({ gate }) => [taking(() => gate.opened, { mailbox: { capacity: 1, overflow } })],
    cause: async (universe, { gate }) => {
      tell(universe);
      await universe.quiet();
      tell(universe);
      tell(universe);
      gate.open();
    },
  })),
  {
    reason: 'handler-failed',
    from: 'the last attempt',
    wasAccepted: true,
    redrivable: 'yes',
    actors: ({ failUnlessMended }) => [taking(failUnlessMended)],
    cause: tell,
  },
  {
    reason: 'timed-out',
    from: 'the last attempt',
    wasAccepted: true,
    redrivable: 'yes',
    actors: ({ gate }) => [actor('scribe', [handle(Note, () => gate.opened, { timeoutMs: 10 })])],
    cause: async (universe, { gate }) => {
      tell(universe);
      await universe.advance(10);
      gate.open();
    },
  },
  {
    reason: 'returned-value',
    from: 'the ban',
    wasAccepted: true,
    redrivable: 'by id only',
    actors: (world) => [taking(() => (world.isMended ? undefined : 1))],
    cause: tell,
  },
  ...['queued', 'told later'].map((when): Case => ({
    reason: 'actor-stopped',
    from: when,
    wasAccepted: when === 'queued',
    redrivable: 'yes',
    actors: ({ failUnlessMended }) => [
      actor('scribe', [handle(Tick, failUnlessMended), handle(Note, nothing)], {
        supervision: { onFailure: 'stop' },
        ...(when === 'queued' && { keyBy: () => 'a' }), // a singleton would stay stopped
      }),
    ],
    cause: async (universe) => {
      universe.runtime.tell(new Tick());
      if (when === 'told later') await universe.quiet();
      tell(universe);
      await universe.quiet();
      universe.runtime.deadLetters.discard({ reason: 'handler-failed' });
    },
  })),
  {
    reason: 'expired',
    from: 'ttlMs',
    wasAccepted: true,
    redrivable: 'no',
    actors: () => [taking()],
    cause: ({ runtime }) => runtime.tell(new Note(), { ttlMs: 0 }),
  },
  {
    reason: 'stale-context',
    from: 'a tell after its handler had settled',
    wasAccepted: false,
    redrivable: 'by id only',
    actors: () => [taking()],
    cause: async (universe) => {
      let context: ActorContext | undefined;
      universe.runtime.register([actor('late', [handle(Other, (_, given) => void (context = given))])]);
      universe.runtime.tell(new Other());
      await universe.quiet();
      context?.tell(new Note());
    },
  },
  {
    reason: 'stash-overflow',
    from: 'more than mailbox.capacity stashed',
    wasAccepted: true,
    redrivable: 'yes',
    actors: (world) => [
      actor('scribe', [handle(Note, (_, context) => (world.isMended ? undefined : context.stash()))], {
        mailbox: { capacity: 1 },
      }),
    ],
    cause: async (universe) => {
      tell(universe);
      await universe.quiet();
      tell(universe);
    },
  },
  ...['before', 'after'].map((when): Case => ({
    reason: 'shutdown',
    from: `told ${when} a drain`,
    wasAccepted: when === 'before',
    redrivable: 'no',
    actors: ({ gate }) => [actor('scribe', [handle(Note, () => gate.opened)], { keyBy: byKey })],
    cause: async (universe) => {
      if (when === 'before') tell(universe);
      await universe.quiet();
      const drained = universe.runtime.drain();
      await universe.advance(10_000);
      await drained;
      if (when === 'after') tell(universe);
    },
  })),
  {
    reason: 'rehearsed',
    from: 'lost on purpose, by the testing kit',
    wasAccepted: true,
    redrivable: 'no',
    world: {
      passage: {
        lets: (arrival) => {
          arrival.lose();
          return false;
        },
      },
    },
    actors: () => [taking()],
    cause: tell,
  },
];

/** The rows of the page's table: reason, whether such messages had been accepted, whether they can be redriven. */
function rowsOf(page: string): string[][] {
  const [, table = ''] = page.split('\n## Dead letters\n');
  return [...table.matchAll(/^\| (`.*?`) \| .*? \| (.*?) \| (.*?) \|$/gm)].flatMap(
    ([, reasons = '', accepted = '', redrivable = '']) =>
      [...reasons.matchAll(/`([\w-]+)`/g)].map(([, reason = '']) => [reason, accepted, redrivable]),
  );
}

describe('The table of dead letters in docs/guarantees.md', () => {
  it('says what these tests show', () => {
    const rows = [...new Set(CASES.map(({ reason }) => reason))].map((reason) => {
      const cases = CASES.filter((one) => one.reason === reason);
      const accepted = new Set(cases.map(({ wasAccepted }) => (wasAccepted ? 'yes' : 'no')));
      return [reason, [...accepted].join(' / '), cases[0]?.redrivable];
    });
    const normal = ([reason = '', accepted = '', redrivable = '']: (string | undefined)[]): string =>
      [reason, ...accepted.split(' / ').toSorted(), redrivable].join(' ');
    expect(rows.map(normal)).toEqual(rowsOf(readPage('docs/guarantees.md')).map(normal));
  });

  it.each(CASES)(
    'is right about $reason ($from)',
    async ({ reason, wasAccepted, redrivable, options, world: given, actors, cause }) => {
      const world = new World();
      const universe = await Universe.of(actors(world), options, given);
      await cause(universe, world);
      await universe.quiet();
      const { runtime } = universe;
      const { dead, refused } = universe.totals;
      const letters = runtime.deadLetters.list();
      expect(letters.map((letter) => letter.reason)).toEqual([reason]);
      expect(dead > refused).toBe(wasAccepted);

      world.isMended = true;
      const id = letters[0]?.id as string;
      const before = universe.totals.accepted;
      const stays = reason === 'actor-stopped' && !wasAccepted; // whoever is stopped takes nothing
      expect(runtime.deadLetters.redrive({})).toBe(redrivable === 'yes' && !stays ? 1 : 0);
      expect(runtime.deadLetters.redrive(id)).toBe(redrivable === 'by id only' ? 1 : 0);
      await universe.quiet();
      const isGone = redrivable !== 'no' && !stays;
      expect(universe.reasons).toEqual(isGone ? [] : [reason]);
      expect(universe.totals.accepted - before).toBe(isGone ? 1 : 0);
    },
  );
});
