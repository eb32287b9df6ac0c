import { channel } from 'node:diagnostics_channel';
import { z } from 'zod';
import { actor, handle, RecordingLogger, turnOfTheLoop, Universe } from '../../test/universe.js';
import type { DeadLetter, DeadLetterReason } from './dead-letter.js';
import { DeadLetterOffice } from './dead-letters.js';
import { Envelope } from './envelope.js';
import { defineMessage } from './message.js';

function letter(
  id: string,
  fields: Partial<Envelope> = {},
  reason: DeadLetterReason = 'handler-failed',
): DeadLetter {
  const envelope = new Envelope({
    id,
    type: 'Note',
    to: 'mailbox://order/a',
    key: 'a',
    correlationId: 'c',
    time: 0,
    attempt: 1,
    redriven: 0,
    message: {},
    ...fields,
  });
  return { id, reason, envelope, errors: [], at: 0, redriven: 0 };
}

function office(capacity: number, redrive: (letter: DeadLetter) => boolean = () => true): DeadLetterOffice {
  return new DeadLetterOffice(capacity, new RecordingLogger(), redrive);
}

const add = (letters: DeadLetterOffice, one: DeadLetter): void => letters.add(one, () => undefined);

const ids = (letters: readonly DeadLetter[]): string[] => letters.map(({ id }) => id);

describe('DeadLetterOffice', () => {
  it('keeps the latest, and counts what it evicts', () => {
    const letters = office(2);
    for (const id of ['1', '2', '3']) add(letters, letter(id));
    expect([ids(letters.list()), letters.size, letters.evicted]).toEqual([['2', '3'], 2, 1]);
  });

  it('tells its stream of every letter, and completes it', () => {
    const letters = office(1);
    const seen: string[] = [];
    letters.stream.subscribe({ next: ({ id }) => seen.push(id), complete: () => seen.push('end') });
    add(letters, letter('1'));
    add(letters, letter('2'));
    letters.complete();
    expect(seen).toEqual(['1', '2', 'end']);
  });

  it('finds letters by any of their facts, and by several together', () => {
    const letters = office(10);
    add(letters, letter('1'));
    add(letters, letter('2', { type: 'Other' }));
    add(letters, letter('3', { to: 'mailbox://payment/b%2Fc', key: 'b/c' }));
    add(letters, letter('4', { correlationId: 'd' }));
    add(letters, letter('5', { to: 'mailbox://order', key: undefined }, 'expired'));
    expect(ids(letters.list())).toEqual(['1', '2', '3', '4', '5']);
    expect(ids(letters.list({ id: '2' }))).toEqual(['2']);
    expect(ids(letters.list({ type: 'Other' }))).toEqual(['2']);
    expect(ids(letters.list({ actor: 'order' }))).toEqual(['1', '2', '4', '5']);
    expect(ids(letters.list({ key: 'b/c' }))).toEqual(['3']);
    expect(ids(letters.list({ correlationId: 'd' }))).toEqual(['4']);
    expect(ids(letters.list({ reason: 'expired' }))).toEqual(['5']);
    expect(ids(letters.list({ actor: 'order', type: 'Note', correlationId: 'c' }))).toEqual(['1', '5']);
    expect(ids(letters.list({ actor: 'ord' }))).toEqual([]);
  });

  it('gives lists that stand still', () => {
    const letters = office(10);
    add(letters, letter('1'));
    const before = letters.list();
    letters.discard({});
    expect(before).toHaveLength(1);
  });

  it('throws away by id and by filter, and says how many', () => {
    const letters = office(10);
    for (const id of ['1', '1', '2', '3']) add(letters, letter(id));
    expect(letters.discard('1')).toBe(2);
    expect(letters.discard('1')).toBe(0);
    expect(letters.discard({ actor: 'order' })).toBe(2);
    expect([letters.size, letters.evicted]).toEqual([0, 0]);
  });

  const byId: Partial<Record<DeadLetterReason, boolean>> = {
    'no-recipient': true,
    unhandled: true,
    'invalid-message': false,
    'invalid-key': false,
    'mailbox-full': true,
    'handler-failed': true,
    'timed-out': true,
    'returned-value': true,
    'actor-stopped': true,
    expired: false,
    'stale-context': true,
    'stash-overflow': true,
    shutdown: false,
  };
  const onlyById = ['returned-value', 'stale-context'];

  for (const [reason, isRedrivable] of Object.entries(byId)) {
    const all = isRedrivable && !onlyById.includes(reason);
    it(`sends ${reason} again ${isRedrivable ? 'by id' : 'never'}, ${all ? 'and' : 'not'} by filter`, () => {
      const letters = office(10);
      add(letters, letter('1', {}, reason as DeadLetterReason));
      expect(letters.redrive({})).toBe(all ? 1 : 0);
      letters.discard({});
      add(letters, letter('1', {}, reason as DeadLetterReason));
      expect(letters.redrive('1')).toBe(isRedrivable ? 1 : 0);
      expect(letters.size).toBe(isRedrivable ? 0 : 1);
    });
  }

  it('keeps a letter that could not be sent', () => {
    const letters = office(10, ({ id }) => id !== '2');
    for (const id of ['1', '2', '3']) add(letters, letter(id));
    expect(letters.redrive({})).toBe(2);
    expect(ids(letters.list())).toEqual(['2']);
  });
});

describe('redrive', () => {
  class Note {
    constructor(
      readonly n: number,
      readonly key = 'a',
    ) {}
  }

  it('keeps the id, counts itself, goes to the tail, and is capped by the mailbox', async () => {
    let fails = true;
    const seen: [number, string, number][] = [];
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Note, ({ n }, { envelope }) => {
            if (fails) throw new Error('no');
            seen.push([n, envelope.id, envelope.redriven]);
          }),
        ],
        { keyBy: ({ key }: Note) => key, mailbox: { capacity: 3 } },
      ),
    );
    universe.runtime.tell(new Note(1), { id: 'x', correlationId: 'c', headers: { tenant: 't' } });
    universe.runtime.tell(new Note(2));
    universe.runtime.tell(new Note(3));
    await universe.quiet();
    const { deadLetters } = universe.runtime;
    expect(deadLetters.redrive('x')).toBe(1);
    expect(deadLetters.list({ id: 'x' })).toEqual([]);
    await universe.quiet();
    expect(deadLetters.list({ id: 'x' })).toMatchObject([
      { redriven: 1, envelope: { redriven: 1, correlationId: 'c', headers: { tenant: 't' } } },
    ]);
    fails = false;
    universe.runtime.tell(new Note(4));
    expect(deadLetters.redrive({})).toBe(2);
    expect(deadLetters.list()).toHaveLength(1);
    await universe.quiet();
    expect(seen).toEqual([
      [4, 'm-3', 0],
      [2, 'm-1', 1],
      [3, 'm-2', 1],
    ]);
    expect(deadLetters.redrive({})).toBe(1);
    await universe.quiet();
    expect(seen.at(-1)).toEqual([1, 'x', 2]);
    expect(universe.totals).toMatchObject({ told: 9, accepted: 8, refused: 1, dead: 4, handled: 4 });
  });

  it('sends to the instance that the letter was for, also to one that a ref had named', async () => {
    let fails = true;
    const keys: unknown[] = [];
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Note, (_, { key }) => {
            if (fails) throw new Error('no');
            keys.push(key);
          }),
        ],
        { keyBy: ({ key }: Note) => key },
      ),
    );
    universe.runtime.ref('order', 'named/by ref').tell(new Note(1));
    universe.runtime.tell(new Note(2), { key: 'by option' });
    await universe.quiet();
    fails = false;
    expect(universe.runtime.deadLetters.redrive({})).toBe(2);
    await universe.quiet();
    expect(keys).toEqual(['named/by ref', 'by option']);
  });

  it('finds an owner that was not there before', async () => {
    const seen: Note[] = [];
    const universe = await Universe.of([]);
    universe.runtime.tell(new Note(1));
    expect(universe.reasons).toEqual(['no-recipient']);
    expect(universe.runtime.deadLetters.redrive({})).toBe(0);
    universe.runtime.register([actor('order', [handle(Note, (note) => void seen.push(note))])]);
    expect(universe.runtime.deadLetters.redrive({})).toBe(1);
    await universe.quiet();
    expect(seen).toEqual([new Note(1)]);
  });

  it('does nothing for an actor that is stopped, or a runtime that has ended', async () => {
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Note, () => {
            throw new Error('no');
          }),
        ],
        { supervision: { onFailure: 'stop' } },
      ),
    );
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(universe.runtime.deadLetters.redrive({})).toBe(0);
    await universe.runtime.drain();
    expect(universe.runtime.deadLetters.redrive({})).toBe(0);
    expect(universe.reasons).toEqual(['handler-failed']);
  });

  it('has what nobody owned looked at as any message: frozen, and valid', async () => {
    class Checked extends defineMessage('checked', z.object({ n: z.number().positive() })) {}
    const universe = await Universe.of([], { freeze: 'always', validate: 'always' });
    const { runtime } = universe;
    const note = Object.assign(new Note(1), { list: [] });
    for (const message of [note, new Checked({ n: -1 })]) runtime.tell(message);
    const nothing = (): void => undefined;
    runtime.register([actor('order', [handle(Note, nothing), handle(Checked, nothing)])]);
    expect(runtime.deadLetters.redrive({})).toBe(1);
    await universe.quiet();
    expect(Object.isFrozen(note.list)).toBe(true);
    expect(universe.reasons).toEqual(['no-recipient']);
    expect(universe.totals).toMatchObject({ handled: 1, refused: 3 });
  });

  it('sends what was to be sent, whatever somebody would put in its place', async () => {
    const universe = await Universe.of([]);
    universe.runtime.tell(new Note(1));
    const [letter] = universe.runtime.deadLetters.list();
    expect(() => Object.assign(letter as object, { envelope: {} })).toThrow(TypeError);
    expect(() => Object.assign(letter?.envelope as object, { headers: { box: {} } })).toThrow(TypeError);
  });

  it('may be called from the stream of dead letters', async () => {
    let attempts = 0;
    const universe = await Universe.of(
      actor('order', [
        handle(Note, () => {
          attempts += 1;
          if (attempts < 3) throw new Error('no');
        }),
      ]),
    );
    universe.runtime.deadLetters.stream.subscribe(({ id }) => universe.runtime.deadLetters.redrive(id));
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect([attempts, universe.runtime.deadLetters.size]).toEqual([3, 0]);
    expect(universe.totals).toMatchObject({ told: 3, accepted: 3, dead: 2, handled: 1 });
  });

  it.each(['reject', 'drop-oldest'] as const)(
    'may cause letters from there, also at a mailbox that is full, and the process goes on: %s',
    async (overflow) => {
      class Alarm {}
      const universe = await Universe.of([
        actor('order', [handle(Note, () => undefined)], { mailbox: { capacity: 1 } }),
        actor('alarm', [handle(Alarm, () => undefined)], { mailbox: { capacity: 2, overflow } }),
      ]);
      const { runtime } = universe;
      const heard: string[] = [];
      runtime.deadLetters.stream.subscribe(({ envelope }) => {
        heard.push(envelope.type);
        runtime.tell(new Alarm());
      });
      for (let n = 0; n < 6; n += 1) runtime.tell(new Note(n));
      await universe.quiet();
      await universe.quiet();
      expect(heard.filter((type) => type === 'Note')).toHaveLength(5);
      expect(heard).toHaveLength(runtime.deadLetters.size);
      expect(heard.length).toBeLessThan(20);
      expect(universe.totals).toMatchObject({ queued: 0, running: 0 });
    },
  );

  it.each(['the stream', 'the activity', 'the channel'])(
    'may be answered by a message that becomes a dead letter as well, which is told in a later turn: %s',
    async (audience) => {
      class Alarm {}
      const universe = await Universe.of(
        actor('order', [handle(Note, () => Promise.reject(new Error('no')))]),
      );
      const { activity, deadLetters } = universe.runtime;
      let depth = 0;
      let deepest = 0;
      let told = 0;
      const alarm = (): void => {
        depth += 1;
        deepest = Math.max(deepest, depth);
        if ((told += 1) < 100) universe.runtime.tell(new Alarm());
        depth -= 1;
      };
      const deadLetterChannel = channel('mailbox:dead-letter');
      if (audience === 'the stream') deadLetters.stream.subscribe(alarm);
      else if (audience === 'the channel') deadLetterChannel.subscribe(alarm);
      else activity.subscribe(({ type }) => type === 'dead-lettered' && alarm());
      universe.runtime.tell(new Note(1));
      await universe.quiet();
      while (told < 100) await turnOfTheLoop();
      deadLetterChannel.unsubscribe(alarm);
      expect([deepest, deadLetters.size]).toEqual([1, 100]);
    },
  );

  it('of what a stop ends are followed by nothing that somebody tells who hears of one', async () => {
    const handled: number[] = [];
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Note, ({ n }) => {
            if (n === 1) throw new Error('no');
            handled.push(n);
          }),
        ],
        { keyBy: () => 'k', supervision: { onFailure: 'stop' } },
      ),
    );
    const { runtime } = universe;
    let told = 100;
    runtime.deadLetters.stream.subscribe(() => {
      if (told < 200) runtime.tell(new Note((told += 1)));
    });
    for (const n of [1, 2, 3]) runtime.tell(new Note(n));
    await universe.quiet();
    expect(universe.reasons).toEqual([
      'handler-failed',
      'actor-stopped',
      'actor-stopped',
      'actor-stopped', // it was told when the first had failed, and so before the stop
    ]);
    expect(handled).toEqual([102, 103, 104]);
    expect(universe.totals).toMatchObject({ accepted: 7, handled: 3, dead: 4, queued: 0 });
  });

  it('refuses a filter that would hit more than it says', async () => {
    const universe = await Universe.of(actor('order', [handle(Note, () => undefined)]));
    const { deadLetters } = universe.runtime;
    expect(() => deadLetters.discard(undefined as never)).toThrow(/filter must be an id or an object/);
    expect(() => deadLetters.discard({ id: undefined as never })).toThrow(/filter\.id must be text/);
    expect(() => deadLetters.redrive({ reson: 'expired' } as never)).toThrow(
      /filter\.reson is unknown; known here: id,/,
    );
  });
});
