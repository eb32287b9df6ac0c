import { actor, Gate, handle, Universe } from '../../test/universe.js';
import type { Arrival } from './arrival.js';
import { crash } from './runtime.js';

class Add {
  constructor(
    readonly n: number,
    readonly to = 'a',
  ) {}
}

class Again {}

const byTarget = ({ to }: Add): string => to;

/** A universe whose sums are kept outside of it, and whose messages pass what a test decides. */
async function sums(lets: (arrival: Arrival) => boolean, react?: (message: Add) => unknown) {
  const added: number[] = [];
  const definition = actor(
    'sum',
    [handle(Add, (message: Add) => (react ? react(message) : void added.push(message.n)))],
    { keyBy: byTarget },
  );
  const universe = await Universe.of([definition], {}, { passage: { lets } });
  return { universe, added };
}

describe('Arrival', () => {
  it('is lost: accepted, and dead in the same moment', async () => {
    const { universe, added } = await sums((arrival) => {
      if ((arrival.message as Add).n !== 2) return true;
      arrival.lose();
      return false;
    });
    const activities = universe.record();
    for (const n of [1, 2, 3]) universe.runtime.tell(new Add(n, String(n)));
    await universe.quiet();
    expect(added).toEqual([1, 3]);
    expect(universe.totals).toMatchObject({ told: 3, accepted: 3, handled: 2, dead: 1 });
    expect(universe.reasons).toEqual(['rehearsed']);
    expect(activities.filter(({ envelope }) => envelope?.key === '2').map(({ type }) => type)).toEqual([
      'accepted',
      'dead-lettered',
    ]);
  });

  it('is held and comes later, or twice; each counts when it comes', async () => {
    const held: Arrival[] = [];
    let isHolding = true;
    const { universe, added } = await sums((arrival) => {
      if (isHolding) held.push(arrival);
      return !isHolding;
    });
    universe.runtime.tell(new Add(1));
    await universe.quiet();
    expect(universe.totals).toMatchObject({ told: 0, accepted: 0 });

    isHolding = false;
    held[0]?.arrive();
    held[0]?.arrive();
    await universe.quiet();
    expect(added).toEqual([1, 1]);
    expect(universe.totals).toMatchObject({ told: 2, accepted: 2, handled: 2 });
  });

  it('that comes to a full mailbox is a dead letter like any other', async () => {
    const gate = new Gate();
    const definition = actor('sum', [handle(Add, () => gate.opened)], { mailbox: { capacity: 1 } });
    const held: Arrival[] = [];
    const lets = (arrival: Arrival): boolean => held.push(arrival) > 0;
    const universe = await Universe.of([definition], {}, { passage: { lets } });
    universe.runtime.tell(new Add(1));
    await universe.quiet();
    for (let count = 0; count < 2; count += 1) held[0]?.arrive();
    expect(universe.reasons).toEqual(['mailbox-full']);
    gate.open();
    await universe.quiet();
  });

  it('reports what was done to it', async () => {
    const { universe } = await sums((arrival) => {
      arrival.report('duplicate');
      return true;
    });
    const activities = universe.record();
    universe.runtime.tell(new Add(1));
    await universe.quiet();
    expect(activities[0]).toMatchObject({
      type: 'rehearsed',
      detail: 'duplicate',
      address: 'mailbox://sum/a',
    });
  });
});

describe('A crash', () => {
  it('takes queues, stashes, what runs, instances and timers, counts them, and starts again', async () => {
    const gate = new Gate();
    const lived: string[] = [];
    const universe = await Universe.of([
      actor('busy', [handle(Add, () => gate.opened)], { keyBy: byTarget }),
      actor('sleeper', [handle(Again, (_, context) => context.stash())], {
        create: () => ({
          onActivate: () => void lived.push('activated'),
          onDeactivate: () => lived.push('ended'),
        }),
      }),
    ]);
    for (const n of [1, 2]) universe.runtime.tell(new Add(n));
    universe.runtime.tell(new Again());
    await universe.quiet();
    expect(universe.totals).toMatchObject({ running: 1, queued: 1, stashed: 1 });

    await crash(universe.runtime);
    expect(universe.totals).toMatchObject({ running: 0, queued: 0, stashed: 0, dead: 3 });
    expect(universe.reasons).toEqual(Array(3).fill('rehearsed'));
    expect(lived).toEqual(['activated', 'activated']);

    gate.open();
    universe.runtime.tell(new Add(3));
    await universe.quiet();
    expect(universe.totals).toMatchObject({ accepted: 4, handled: 1, dead: 3 });
    await universe.runtime.drain();
    expect(universe.clock.pending).toBe(0);
  });

  it('forgets ids, and gives a stopped actor another life', async () => {
    let isBroken = true;
    const universe = await Universe.of([
      actor(
        'fragile',
        [
          handle(Add, () => {
            if (isBroken) throw new Error('broken');
          }),
        ],
        { supervision: { onFailure: 'stop' } },
      ),
      actor('once', [handle(Again, () => {})], { deduplicate: { size: 10 } }),
    ]);
    universe.runtime.tell(new Add(1));
    for (let count = 0; count < 2; count += 1) universe.runtime.tell(new Again(), { id: 'same' });
    await universe.quiet();
    expect(universe.totals).toMatchObject({ handled: 1, dead: 1, duplicate: 1 });

    isBroken = false;
    await crash(universe.runtime);
    universe.runtime.tell(new Add(2));
    universe.runtime.tell(new Again(), { id: 'same' });
    await universe.quiet();
    expect(universe.totals).toMatchObject({ handled: 3, dead: 1, duplicate: 1 });
  });

  it('says when a singleton does not come up again', async () => {
    let isBroken = false;
    const universe = await Universe.of(
      actor('fragile', [handle(Add, () => {})], {
        create: () => {
          if (isBroken) throw new Error('no book');
          return {};
        },
      }),
    );
    isBroken = true;
    await expect(crash(universe.runtime)).rejects.toThrow('FragileActor');
  });
});
