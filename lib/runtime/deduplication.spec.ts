import { actor, Gate, handle, subscribe, Universe } from '../../test/universe.js';
import { Deduplication } from './deduplication.js';

class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}

describe('Deduplication', () => {
  it('knows the last ids, as many as its size', () => {
    const ids = new Deduplication(2);
    for (const id of ['1', '2', '3']) ids.remember(id);
    expect(['1', '2', '3'].map((id) => ids.has(id))).toEqual([false, true, true]);
  });

  it('counts an id that comes again as the latest', () => {
    const ids = new Deduplication(2);
    for (const id of ['1', '2', '1', '3']) ids.remember(id);
    expect(['1', '2', '3'].map((id) => ids.has(id))).toEqual([true, false, true]);
  });

  it('forgets', () => {
    const ids = new Deduplication(2);
    ids.remember('1');
    ids.forget('1');
    expect(ids.has('1')).toBe(false);
  });
});

describe('an actor that deduplicates', () => {
  it('takes an id once, whatever its key, and answers a deliver with that id', async () => {
    const seen: Note[] = [];
    const universe = await Universe.of(
      actor('order', [handle(Note, (note) => void seen.push(note))], {
        keyBy: ({ key }: Note) => key,
        deduplicate: { size: 10 },
      }),
    );
    const activities = universe.record();
    universe.runtime.tell(new Note(1, 'a'), { id: 'x' });
    universe.runtime.tell(new Note(2, 'b'), { id: 'x' });
    await expect(universe.runtime.deliver(new Note(3), { id: 'x' })).resolves.toEqual({
      id: 'x',
      correlationId: 'x',
    });
    await universe.quiet();
    expect(seen).toEqual([new Note(1, 'a')]);
    expect(universe.totals).toMatchObject({ told: 3, accepted: 1, duplicate: 2, refused: 0 });
    expect(activities.filter(({ type }) => type === 'duplicate').map(({ address }) => address)).toEqual([
      'mailbox://order/b',
      'mailbox://order/a',
    ]);
  });

  it('remembers what it accepted only: a refused id may come again', async () => {
    const gate = new Gate();
    const universe = await Universe.of(
      actor('scribe', [handle(Note, () => gate.opened)], {
        mailbox: { capacity: 1 },
        deduplicate: { size: 9 },
      }),
    );
    universe.runtime.tell(new Note());
    await universe.quiet();
    universe.runtime.tell(new Note());
    universe.runtime.tell(new Note(), { id: 'x' });
    expect(universe.reasons).toEqual(['mailbox-full']);
    gate.open();
    await universe.quiet();
    universe.runtime.tell(new Note(), { id: 'x' });
    await universe.quiet();
    expect(universe.totals).toMatchObject({ told: 4, accepted: 3, refused: 1, duplicate: 0, handled: 3 });
  });

  it('forgets what ended as a dead letter, and lets a redrive pass', async () => {
    let fails = true;
    const universe = await Universe.of(
      actor(
        'scribe',
        [
          handle(Note, () => {
            if (fails) throw new Error('no');
          }),
        ],
        { deduplicate: { size: 9 } },
      ),
    );
    universe.runtime.tell(new Note(), { id: 'x' });
    await universe.quiet();
    universe.runtime.tell(new Note(), { id: 'x' });
    await universe.quiet();
    expect(universe.totals).toMatchObject({ accepted: 2, dead: 2, duplicate: 0 });
    fails = false;
    universe.runtime.tell(new Note(), { id: 'x' });
    await universe.quiet();
    expect(universe.runtime.deadLetters.redrive('x')).toBe(2);
    await universe.quiet();
    expect(universe.totals).toMatchObject({ accepted: 5, handled: 3, duplicate: 0 });
    universe.runtime.tell(new Note(), { id: 'x' });
    expect(universe.totals).toMatchObject({ accepted: 5, duplicate: 1 });
  });

  it('has ids of its own: each subscriber of an event takes it once', async () => {
    const seen: string[] = [];
    const universe = await Universe.of(
      ['one', 'two'].map((name) =>
        actor(name, [subscribe(Note, () => void seen.push(name))], { deduplicate: { size: 9 } }),
      ),
    );
    universe.runtime.publish(new Note(), { id: 'x' });
    universe.runtime.publish(new Note(), { id: 'x' });
    await universe.quiet();
    expect(seen).toEqual(['one', 'two']);
    expect(universe.totals).toMatchObject({ told: 4, accepted: 2, duplicate: 2 });
  });

  it('takes no id away from a message that is yet to come: who sends with it knows it from nobody', async () => {
    const universe = await Universe.of(
      actor('scribe', [handle(Note, () => undefined)], { deduplicate: { size: 9 } }),
    );
    const { runtime } = universe;
    const { id } = await runtime.deliver(new Note());
    expect(id).toBe('m-1');
    for (const forged of ['m-2', 'm-3', 'm-4']) await runtime.deliver(new Note(), { id: forged });
    for (let n = 0; n < 3; n += 1) runtime.tell(new Note());
    await runtime.deliver(new Note(), { id }); // one that is known from a receipt
    await universe.quiet();
    expect(universe.totals).toMatchObject({ handled: 7, duplicate: 1 });
  });
});
