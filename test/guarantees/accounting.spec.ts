import { actor, Gate, handle, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { Note, Open, Other, Tick } from './messages.js';
import { fail, nothing } from './reactions.js';

guarantee(
  'G26',
  'At every moment: told = accepted + refused + duplicate, and accepted = handled + dead + queued + running + stashed, where backoff is running, `dead` counts accepted messages only, and a redrive is a new acceptance of the same id: the letter leaves the list, and a new one has `redriven` + 1.',
  () => {
    it('in every state that a message can be in (test/accounting.spec.ts asserts it 10,000 times)', async () => {
      const gate = new Gate();
      const universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Open, () => gate.opened),
            handle(Note, () => fail(), { retry: { attempts: 2, backoffMs: 100 } }),
            handle(Other, (_, context) => context.stash()),
            handle(Tick, nothing),
          ],
          { mailbox: { capacity: 4 }, deduplicate: { size: 100 } },
        ),
      );
      const { runtime } = universe;
      runtime.tell(new Other(), { id: 'x' });
      await universe.quiet();
      runtime.tell(new Open());
      await universe.quiet();
      runtime.tell(new Other(), { id: 'x' });
      for (const message of [new Tick(), new Tick(), new Note(), new Tick(), new Tick()])
        runtime.tell(message);
      expect(universe.totals).toMatchObject({
        told: 8,
        accepted: 6,
        refused: 1,
        duplicate: 1,
        queued: 4,
        running: 1,
        stashed: 1,
      });
      gate.open();
      await universe.quiet();
      expect(universe.totals).toMatchObject({
        told: 8,
        accepted: 6,
        handled: 3,
        queued: 1,
        running: 1,
        stashed: 1,
      });
      await universe.advance(100);
      expect(universe.totals).toMatchObject({
        told: 8,
        accepted: 6,
        handled: 4,
        dead: 1,
        queued: 0,
        running: 0,
        stashed: 1,
      });
      expect(universe.reasons).toEqual(['mailbox-full', 'handler-failed']);
      expect(runtime.deadLetters.redrive({ reason: 'handler-failed' })).toBe(1);
      expect(universe.reasons).toEqual(['mailbox-full']);
      await universe.advance(100);
      expect(universe.totals).toMatchObject({ told: 9, accepted: 7, handled: 4, dead: 2, stashed: 1 });
      expect(runtime.deadLetters.list()).toMatchObject([
        { redriven: 0 },
        { reason: 'handler-failed', redriven: 1 },
      ]);
    });
  },
);
