import { MessageExpiredError } from '../../lib/runtime/errors.js';
import { actor, Gate, handle, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { byKey, Note, Open } from './messages.js';
import { fail, nothing } from './reactions.js';

guarantee(
  'G24',
  'Expired messages (`ttlMs`, checked before each attempt) are dead letters `expired`.',
  () => {
    it('when it is taken too late, and when it is attempted too late', async () => {
      const gate = new Gate();
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Open, () => gate.opened),
          handle(Note, ({ n }) => (seen.push(n), n === 2 ? fail() : undefined), {
            retry: { attempts: 5, backoffMs: 100, jitter: false, factor: 1 },
          }),
        ]),
      );
      universe.runtime.tell(new Open());
      universe.runtime.tell(new Note(1), { ttlMs: 100 });
      universe.runtime.tell(new Note(2), { ttlMs: 350 });
      universe.runtime.tell(new Note(3), { ttlMs: 1_000 });
      await universe.advance(100);
      gate.open();
      await universe.advance(1_000);
      expect(seen).toEqual([2, 2, 2, 3]);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'expired', errors: [expect.any(MessageExpiredError)], envelope: { message: new Note(1) } },
        {
          reason: 'expired',
          errors: [new Error('no'), new Error('no'), new Error('no'), expect.any(MessageExpiredError)],
          envelope: { message: new Note(2) },
        },
      ]);
      expect(universe.runtime.deadLetters.redrive('m-2')).toBe(0);
    });

    it('the time runs from the tell, also before the start', async () => {
      const universe = new Universe();
      universe.runtime.tell(new Note(), { ttlMs: 100 });
      universe.clock.advance(100);
      universe.runtime.register([actor('scribe', [handle(Note, nothing)])]);
      await universe.runtime.start();
      await universe.quiet();
      expect(universe.reasons).toEqual(['expired']);
    });
  },
);

guarantee(
  'G25',
  'With `deduplicate`, an id among the last `size` accepted by that actor class is counted `duplicate` and not accepted (its `deliver` resolves with that id); ids that ended as dead letters are forgotten, and redrive is exempt.',
  () => {
    it('the window, the answer, dead letters and redrive', async () => {
      let fails = false;
      const seen: unknown[] = [];
      const universe = await Universe.of(
        actor('order', [handle(Note, (_, { envelope }) => (fails ? fail() : void seen.push(envelope.id)))], {
          keyBy: byKey,
          deduplicate: { size: 2 },
        }),
      );
      const tell = (id: string, key = 'a'): void => universe.runtime.tell(new Note(0, key), { id });
      for (const id of ['1', '1', '2']) tell(id);
      tell('2', 'another key');
      await expect(universe.runtime.deliver(new Note(), { id: '2' })).resolves.toMatchObject({ id: '2' });
      expect(universe.totals).toMatchObject({ told: 5, accepted: 2, duplicate: 3 });
      for (const id of ['3', '1']) tell(id); // 1 is among the last two no more
      await universe.quiet();
      expect(seen).toEqual(['1', '2', '3', '1']);
      fails = true;
      tell('4');
      await universe.quiet();
      fails = false;
      tell('4');
      await universe.quiet();
      expect(universe.runtime.deadLetters.redrive('4')).toBe(1);
      await universe.quiet();
      expect(seen.slice(4)).toEqual(['4', '4']);
    });

    it('redrive passes, although the id has been accepted anew since', async () => {
      let fails = true;
      const seen: unknown[] = [];
      const universe = await Universe.of(
        actor('scribe', [handle(Note, (_, { envelope }) => (fails ? fail() : void seen.push(envelope.id)))], {
          deduplicate: { size: 10 },
        }),
      );
      universe.runtime.tell(new Note(), { id: 'x' });
      await universe.quiet();
      fails = false;
      universe.runtime.tell(new Note(), { id: 'x' });
      universe.runtime.tell(new Note(), { id: 'x' });
      expect(universe.totals).toMatchObject({ accepted: 2, duplicate: 1 });
      expect(universe.runtime.deadLetters.redrive('x')).toBe(1);
      await universe.quiet();
      expect(seen).toEqual(['x', 'x']);
      expect(universe.totals).toMatchObject({ told: 4, accepted: 3, duplicate: 1 });
    });
  },
);
