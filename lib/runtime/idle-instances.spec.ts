import { jest } from '@jest/globals';

import type { ActivationContext } from './actor-context.js';
import { actor, Gate, handle, turnOfTheLoop, Universe } from '../../test/universe.js';
import { ActorCell } from './actor-cell.js';

class Note {
  constructor(readonly key: string) {}
}
class Remind {
  constructor(readonly key: string) {}
}

/** Actors of which at most so many live, and the keys of those that ended. */
async function crowd(maxInstances = 4): Promise<{
  universe: Universe;
  gone: unknown[];
  handled: string[];
  tell: (...keys: string[]) => Promise<void>;
}> {
  const gone: unknown[] = [];
  const handled: string[] = [];
  const universe = await Universe.of(
    actor(
      'order',
      [
        handle(Note, ({ key }) => void handled.push(key)),
        handle(Remind, ({ key }, context) => {
          if (key === 'planned') context.schedule.once('later', 1_000, new Note(key));
          else context.stash();
        }),
      ],
      {
        keyBy: (message) => (message as Note).key,
        maxInstances,
        create: () => ({ onDeactivate: ({ key }: ActivationContext) => void gone.push(key) }),
      },
    ),
    { freeze: 'off' },
  );
  const tell = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      universe.runtime.tell(new Note(key));
      await universe.quiet();
    }
  };
  return { universe, gone, handled, tell };
}

describe('The idle instances of an actor', () => {
  it('end in the order in which they came to rest, also those that rested before anybody asked for it', async () => {
    const { gone, tell } = await crowd();
    await tell('a', 'b', 'c', 'd', 'b', 'a'); // all within one millisecond, and c has rested for longest
    await tell('e', 'a', 'f', 'g');
    expect(gone).toEqual(['c', 'd', 'b']);
    await tell('h', 'i', 'j');
    expect(gone).toEqual(['c', 'd', 'b', 'e', 'a', 'f']);
  });

  it('are those alone that nobody has told anything since', async () => {
    const { universe, gone, handled, tell } = await crowd();
    await tell('a', 'b', 'c', 'd', 'e', 'b'); // a had to go; from here on they are in order: c, d, e, b
    universe.runtime.tell(new Note('f'));
    universe.runtime.tell(new Note('c')); // waits for its turn while f looks for room
    await universe.quiet();
    expect(gone).toEqual(['a', 'd']);
    expect(handled.slice(-2)).toEqual(['f', 'c']);
  });

  it('are no longer those that are busy when their time has come: it begins anew when they rest', async () => {
    const gate = new Gate();
    const gone: unknown[] = [];
    const universe = await Universe.of(
      actor('order', [handle(Note, () => undefined), handle(Remind, () => gate.opened)], {
        keyBy: (message) => (message as Note).key,
        idleTimeoutMs: 1_000,
        create: () => ({ onDeactivate: ({ key }: ActivationContext) => void gone.push(key) }),
      }),
      { freeze: 'off' },
    );
    universe.runtime.tell(new Note('a'));
    await universe.quiet();
    await universe.advance(900);
    universe.runtime.tell(new Remind('a'));
    await universe.quiet();
    await universe.advance(600);
    gate.open();
    await universe.quiet();
    expect(gone).toEqual([]);
    await universe.advance(999);
    expect(gone).toEqual([]);
    await universe.advance(1);
    expect(gone).toEqual(['a']);
  });

  it('are those alone that would lose nothing', async () => {
    const { universe, gone, tell } = await crowd();
    universe.runtime.tell(new Remind('planned'));
    universe.runtime.tell(new Remind('set aside'));
    await universe.quiet();
    await tell('a', 'b', 'c', 'd');
    expect(gone).toEqual(['a', 'b']);
    universe.clock.advance(1_000);
    await turnOfTheLoop();
    await universe.quiet();
    await tell('e', 'f', 'g');
    expect(gone).toEqual(['a', 'b', 'c', 'd', 'planned']);
  });

  it('are looked for once, however many have been told something since', async () => {
    const { universe, gone, tell } = await crowd(200);
    const keys = Array.from({ length: 200 }, (_, n) => `old ${n}`);
    await tell(...keys);
    await tell('one more'); // from here on they are in order
    const isAsleep = jest.spyOn(ActorCell.prototype, 'isAsleep', 'get');
    for (let n = 0; n < 100; n += 1) universe.runtime.tell(new Note(`new ${n}`));
    for (const key of keys.slice(1)) universe.runtime.tell(new Note(key));
    await universe.quiet();
    expect(gone.length).toBeGreaterThan(100);
    expect(isAsleep.mock.calls.length).toBeLessThan(5_000);
    isAsleep.mockRestore();
  });
});
