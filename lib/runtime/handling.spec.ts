import { jest } from '@jest/globals';

import { actor, Gate, handle, ManualClock, turnOfTheLoop, Universe } from '../../test/universe.js';
import type { ActorCell } from './actor-cell.js';
import { Scheduler } from './scheduler.js';

class Note {}

/** Remembers who had a turn. */
class Turns extends Scheduler<ActorCell> {
  latest: ActorCell | undefined;

  override gather(cell: ActorCell): void {
    this.latest = cell;
    super.gather(cell);
  }
}

describe('Handling', () => {
  it('waits for an async method whatever somebody has made of `then`', async () => {
    class Note {
      constructor(readonly n: number) {}
    }
    const handled: number[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, async ({ n }) => {
          handled.push(n);
          if (n > 0) return;
          const patched = jest.spyOn(Promise.prototype, 'then').mockImplementationOnce(() => {
            throw new Error('patched');
          });
          queueMicrotask(() => patched.mockRestore());
        }),
      ]),
    );
    for (const n of [0, 1]) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect(handled).toEqual([0, 1]);
    expect(universe.totals).toMatchObject({ handled: 2, dead: 0 });
  });

  // What an old object refers to outlives every quick collection: a million messages kept a million objects so.
  it('leaves nothing on a message that was made while its promise was pending', async () => {
    const turns = new Turns(new ManualClock());
    const universe = await Universe.of(
      actor('scribe', [handle(Note, () => Promise.resolve())]),
      {},
      { turns },
    );
    universe.runtime.tell(new Note());
    const delivery = turns.latest?.first;
    const references = () => Object.entries(delivery as object).filter(([name]) => name !== 'isOver');
    const before = references();
    await universe.quiet();
    expect(universe.totals.handled).toBe(1);
    expect(references()).toEqual(before);
  });

  // The first of a millisecond is measured, and not like the others; so is the last one here, as the clock has moved.
  it.each(['its turn goes on', 'its turn was spent by another actor'])(
    'keeps nothing of a message that was pending as it was, where %s',
    async (how) => {
      class Spend {}
      const clock = new ManualClock();
      const turns = new Turns(clock);
      const gate = new Gate();
      const seen: Note[] = [];
      let now = 0;
      const universe: Universe = await Universe.of(
        [
          actor('spender', [
            handle(Spend, () => {
              if (how !== 'its turn goes on') now += 10;
              gate.open();
            }),
          ]),
          actor('scribe', [
            handle(Note, async (note) => {
              seen.push(note);
              if (seen.length === 2) await gate.opened;
            }),
          ]),
        ],
        { freeze: 'off' },
        { turns },
      );
      const time = jest.spyOn(performance, 'now').mockImplementation(() => now);
      for (let n = 0; n < 3; n += 1) universe.runtime.tell(new Note());
      const { handling } = turns.latest as ActorCell;
      while (seen.length < 2) await turnOfTheLoop();
      expect(Reflect.get(handling.follower, 'chain')).toMatchObject({ leading: { message: seen[0] } });
      clock.advance(5);
      universe.runtime.tell(new Spend());
      await universe.rest();
      time.mockRestore();
      expect(seen).toHaveLength(3);
      expect(Reflect.get(handling.follower, 'chain')).toBeUndefined();
    },
  );
});
