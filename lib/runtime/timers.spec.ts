import { z } from 'zod';
import { actor, Gate, handle, ManualClock, Universe } from '../../test/universe.js';
import type { ActivationContext } from './actor-context.js';
import { InvalidMessageError } from './errors.js';
import type { Handler } from './handler.js';
import { defineMessage } from './message.js';
import { OUTSIDE } from './origin.js';
import { Timers } from './timers.js';

class Tick {
  constructor(readonly name = 'tick') {}
}
class Set {
  constructor(readonly key = 'a') {}
}
class Other {}

describe('Timers', () => {
  let clock: ManualClock;
  let timers: Timers;
  let woken: number;

  beforeEach(() => {
    clock = new ManualClock();
    woken = 0;
    timers = new Timers(clock, () => (woken += 1));
  });

  const once = (name: string, delayMs: number, message: object = { name }): void =>
    timers.once(name, delayMs, tick(message));
  const tick = (message: object) => ({ handler: {} as Handler, message, origin: OUTSIDE });
  const takeAll = (): unknown[] => {
    const messages: unknown[] = [];
    for (let tick = timers.take(); tick !== undefined; tick = timers.take()) messages.push(tick.message);
    return messages;
  };

  it('give a tick when its time has come, and then are empty', () => {
    once('a', 100);
    clock.advance(99);
    expect([takeAll(), timers.isEmpty, timers.hasDue, woken]).toEqual([[], false, false, 0]);
    clock.advance(1);
    expect([timers.isEmpty, timers.hasDue, woken]).toEqual([false, true, 1]);
    expect(takeAll()).toEqual([{ name: 'a' }]);
    expect([timers.isEmpty, timers.hasDue, clock.pending]).toEqual([true, false, 0]);
  });

  it('give the tick first that has waited longest', () => {
    once('late', 20);
    once('early', 10);
    clock.advance(30);
    expect(takeAll()).toEqual([{ name: 'early' }, { name: 'late' }]);
  });

  it('keep one tick of a periodic timer, however long nobody takes it', () => {
    timers.every('a', 10, tick({ name: 'a' }));
    clock.advance(100);
    expect(takeAll()).toEqual([{ name: 'a' }]);
    clock.advance(10);
    expect(takeAll()).toEqual([{ name: 'a' }]);
    expect(timers.isEmpty).toBe(false);
  });

  it('forget the tick of a timer that is set again, even if it waits already', () => {
    once('a', 10, { version: 1 });
    clock.advance(10);
    once('a', 10, { version: 2 });
    expect(takeAll()).toEqual([]);
    clock.advance(10);
    expect(takeAll()).toEqual([{ version: 2 }]);
    once('b', 10, { version: 1 });
    once('b', 20, { version: 2 });
    clock.advance(30);
    expect(takeAll()).toEqual([{ version: 2 }]);
  });

  it('forget the tick of a timer that is cancelled, even if it waits already', () => {
    once('a', 10);
    timers.every('b', 10, tick({}));
    clock.advance(5);
    timers.cancel('a');
    clock.advance(10);
    timers.cancel('b');
    timers.cancel('nobody');
    expect([takeAll(), timers.isEmpty, clock.pending]).toEqual([[], true, 0]);
  });

  it('all end at once', () => {
    once('a', 10);
    once('b', 20);
    timers.every('c', 10, tick({}));
    clock.advance(10);
    timers.cancelAll();
    expect([takeAll(), timers.isEmpty, clock.pending]).toEqual([[], true, 0]);
  });

  it('take odd names', () => {
    for (const name of ['', '__proto__', 'constructor', '🦉']) once(name, 10);
    clock.advance(10);
    expect(takeAll()).toHaveLength(4);
  });
});

describe('the timers of an actor', () => {
  it('tell once, with the delay that was asked for', async () => {
    const at: number[] = [];
    const universe: Universe = await Universe.of(
      actor('scribe', [
        handle(Set, (_, { schedule }) => schedule.once('tick', 250, new Tick())),
        handle(Tick, () => void at.push(universe.clock.now())),
      ]),
    );
    universe.runtime.tell(new Set());
    await universe.advance(1_000);
    expect(at).toEqual([250]);
    expect(universe.totals).toMatchObject({ told: 2, accepted: 2, handled: 2 });
  });

  it('do not pile up behind a slow handler', async () => {
    const gate = new Gate();
    let ticks = 0;
    const universe = await Universe.of(
      actor('scribe', [
        handle(Set, (_, { schedule }) => schedule.every('tick', 10, new Tick())),
        handle(Other, () => gate.opened),
        handle(Tick, () => void (ticks += 1)),
      ]),
    );
    universe.runtime.tell(new Set());
    universe.runtime.tell(new Other());
    await universe.advance(1_000);
    expect([ticks, universe.totals.told]).toEqual([0, 2]);
    gate.open();
    await universe.quiet();
    expect(ticks).toBe(1);
    await universe.advance(50);
    expect(ticks).toBe(6);
  });

  it('are refused by no full mailbox, take no room in it, and count when they are taken', async () => {
    const gate = new Gate();
    const seen: string[] = [];
    const universe = await Universe.of(
      actor(
        'scribe',
        [
          handle(Set, async (_, { schedule }) => {
            schedule.once('tick', 10, new Tick());
            await gate.opened;
          }),
          handle(Other, () => void seen.push('other')),
          handle(Tick, () => void seen.push('tick')),
        ],
        { mailbox: { capacity: 2 } },
      ),
    );
    universe.runtime.tell(new Set());
    await universe.quiet();
    universe.runtime.tell(new Other());
    await universe.advance(10);
    expect(universe.totals).toMatchObject({ told: 2, queued: 1 });
    universe.runtime.tell(new Other());
    universe.runtime.tell(new Other());
    expect(universe.totals).toMatchObject({ told: 4, accepted: 3, refused: 1, queued: 2 });
    gate.open();
    await universe.quiet();
    expect(seen).toEqual(['tick', 'other', 'other']);
    expect(universe.totals).toMatchObject({ told: 5, accepted: 4, handled: 4 });
  });

  it('are dropped by no drop-oldest', async () => {
    const gate = new Gate();
    let ticks = 0;
    const universe = await Universe.of(
      actor(
        'scribe',
        [
          handle(Set, async (_, { schedule }) => {
            schedule.once('tick', 10, new Tick());
            await gate.opened;
          }),
          handle(Other, () => undefined),
          handle(Tick, () => void (ticks += 1)),
        ],
        { mailbox: { capacity: 1, overflow: 'drop-oldest' } },
      ),
    );
    universe.runtime.tell(new Set());
    await universe.advance(10);
    for (let n = 0; n < 5; n += 1) universe.runtime.tell(new Other());
    gate.open();
    await universe.quiet();
    expect(ticks).toBe(1);
    expect(universe.totals).toMatchObject({ dead: 4 });
  });

  it('that were set again or cancelled by a handler deliver no old tick, though it was waiting', async () => {
    const gates = [new Gate(), new Gate()];
    const seen: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Set, async (_, { schedule }) => {
          schedule.once('a', 10, new Tick('old a'));
          schedule.once('b', 10, new Tick('old b'));
          await gates[0]?.opened;
          schedule.once('a', 10, new Tick('new a'));
          schedule.cancel('b');
        }),
        handle(Tick, ({ name }) => void seen.push(name)),
      ]),
    );
    universe.runtime.tell(new Set());
    await universe.advance(10);
    gates[0]?.open();
    await universe.quiet();
    expect(seen).toEqual([]);
    await universe.advance(100);
    expect(seen).toEqual(['new a']);
  });

  it('may be set in onActivate, and fire while that is still pending', async () => {
    const gate = new Gate();
    const seen: string[] = [];
    const universe = await Universe.of(
      actor('order', [handle(Set, () => void seen.push('set')), handle(Tick, () => void seen.push('tick'))], {
        keyBy: () => 'a',
        create: () => ({
          async onActivate({ schedule }: ActivationContext) {
            schedule.once('tick', 10, new Tick());
            await gate.opened;
          },
        }),
      }),
    );
    universe.runtime.tell(new Set());
    await universe.advance(10);
    expect(seen).toEqual([]);
    gate.open();
    await universe.quiet();
    expect(seen).toEqual(['tick', 'set']);
  });

  it('of an activation that failed are cancelled', async () => {
    let tries = 0;
    let ticks = 0;
    const universe = await Universe.of(
      actor('order', [handle(Set, () => undefined), handle(Tick, () => void (ticks += 1))], {
        keyBy: () => 'a',
        create: () => ({
          onActivate({ schedule }: ActivationContext) {
            tries += 1;
            if (tries > 1) return;
            schedule.once('tick', 10, new Tick());
            throw new Error('no');
          },
        }),
      }),
    );
    universe.runtime.tell(new Set());
    await universe.advance(1_000);
    expect([tries, ticks]).toEqual([2, 0]);
  });

  for (const [end, react, keyBy] of [
    ['restarted', undefined, undefined],
    ['restarted', undefined, () => 'a'],
    ['stopped', undefined, () => 'a'],
    ['passivated', 'passivate', () => 'a'],
  ] as const) {
    it(`of an instance that is ${end}${keyBy === undefined ? '' : ' (with a key)'} never reach its successor`, async () => {
      const gate = new Gate();
      const seen: string[] = [];
      let instances = 0;
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Set, async (_, context) => {
              context.schedule.once('queued', 10, new Tick('queued'));
              context.schedule.once('later', 500, new Tick('later'));
              context.schedule.every('every', 10, new Tick('every'));
              await gate.opened;
              if (react === 'passivate') context.passivate();
              else throw new Error('no');
            }),
            handle(Tick, ({ name }) => void seen.push(name)),
            handle(Other, () => void seen.push('other')),
          ],
          {
            keyBy,
            create: () => ({ n: (instances += 1) }),
            supervision: { onFailure: end === 'stopped' ? 'stop' : 'restart' },
          },
        ),
      );
      universe.runtime.tell(new Set());
      await universe.advance(10);
      gate.open();
      await universe.quiet();
      universe.runtime.tell(new Other());
      await universe.advance(5_000);
      expect(seen).toEqual(['other']);
      expect(instances).toBe(2);
    });
  }

  it('on an instance that has nothing else to do fire, and keep it from being passivated', async () => {
    const events: string[] = [];
    const universe: Universe = await Universe.of(
      actor(
        'order',
        [
          handle(Set, (_, { schedule }) => schedule.once('tick', 5_000, new Tick())),
          handle(Tick, () => void events.push(`tick at ${universe.clock.now()}`)),
        ],
        {
          keyBy: () => 'a',
          idleTimeoutMs: 1_000,
          create: () => ({ onDeactivate: () => void events.push(`ends at ${universe.clock.now()}`) }),
        },
      ),
    );
    universe.runtime.tell(new Set());
    await universe.advance(10_000);
    expect(events).toEqual(['tick at 5000', 'ends at 6000']);
  });

  it('take a message that is frozen, and valid, as any that is told', async () => {
    class Checked extends defineMessage('checked', z.object({ n: z.number().positive() })) {}
    const list: string[] = [];
    const universe = await Universe.of(
      actor('order', [
        handle(Set, (_, { schedule }) => schedule.once('good', 1, Object.assign(new Tick(), { list }))),
        handle(Other, (_, { schedule }) => schedule.once('bad', 1, new Checked({ n: -1 }))),
        handle(Tick, () => undefined),
        handle(Checked, () => undefined),
      ]),
      { freeze: 'always', validate: 'always' },
    );
    for (const message of [new Set(), new Other()]) universe.runtime.tell(message);
    await universe.advance(10);
    expect(Object.isFrozen(list)).toBe(true);
    expect(universe.reasons).toEqual(['handler-failed']);
    expect(universe.runtime.deadLetters.list()[0]?.errors[0]).toBeInstanceOf(InvalidMessageError);
  });
});
