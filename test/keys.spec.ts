import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ActorDefinition } from '../lib/runtime/index.js';
import { movementOf } from '../lib/runtime/runtime.js';
import { actor, handle, turnOfTheLoop, Universe } from './universe.js';

class Note {
  constructor(readonly key: string) {}
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function counter(options: Partial<ActorDefinition>): ActorDefinition {
  const count = (_: Note, __: unknown, self: { count: number }): void => void (self.count += 1);
  return actor('counter', [handle(Note, count)], {
    keyBy: ({ key }: Note) => key,
    create: () => ({ count: 0 }),
    ...options,
  });
}

/** Tells keys one after the other, and lets the actors keep up. */
async function tellKeys(universe: Universe, from: number, to: number): Promise<void> {
  for (let key = from; key < to; key += 1) {
    universe.runtime.tell(new Note(`key-${key}`));
    if (key % 100 === 99) await turnOfTheLoop();
  }
  await comeToRest(universe);
}

/** Moves the clock by a second, and waits for what it sets off. */
async function aSecondLater(universe: Universe): Promise<void> {
  universe.clock.advance(1_000);
  await comeToRest(universe);
}

/** What `universe.quiet()` does, without a look at 100,000 actors in each turn. */
async function comeToRest(universe: Universe): Promise<void> {
  do {
    for (let turns = 100; turns > 0; turns -= 1) await turnOfTheLoop();
  } while (movementOf(universe.runtime).length > 0);
}

describe('keyed actors in great number', () => {
  it('lets 100,000 keys live at once, and gives their memory back when they are passivated', async () => {
    const universe = await Universe.of(counter({ idleTimeoutMs: 1_000 }));
    const before = heapUsed();
    await tellKeys(universe, 0, 100_000);
    expect((heapUsed() - before) / 100_000).toBeGreaterThan(300); // so much it was
    expect(universe.runtime.snapshot().actors['counter']).toMatchObject({
      instances: 100_000,
      handled: 100_000,
    });
    await aSecondLater(universe);
    expect(universe.runtime.snapshot().actors['counter']).toMatchObject({ instances: 0 });
    expect((heapUsed() - before) / 100_000).toBeLessThan(100); // bytes a key; the table of keys shrinks by and by
  }, 60_000);

  it.each([
    ['1,000,000 keys, passivated by maxInstances', 1_000_000, { maxInstances: 1_000 }],
    ['250,000 keys, passivated by idleTimeoutMs', 250_000, { idleTimeoutMs: 1_000 }],
  ])(
    'keeps the heap flat over %s',
    async (_, keys, options) => {
      const universe = await Universe.of(counter(options));
      const STEP = 25_000;
      let warm = 0;
      for (let key = 0; key < keys; key += STEP) {
        await tellKeys(universe, key, key + STEP);
        await aSecondLater(universe);
        if (key === 4 * STEP) warm = heapUsed();
      }
      expect(universe.totals).toMatchObject({ handled: keys, dead: 0, refused: 0 });
      expect(universe.runtime.snapshot().actors['counter']?.instances).toBeLessThanOrEqual(1_000);
      expect(heapUsed() - warm).toBeLessThan(warm / 10);
    },
    120_000,
  );
});
