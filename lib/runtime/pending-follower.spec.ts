import { tracingChannel } from 'node:diagnostics_channel';
import { jest } from '@jest/globals';

import { actor, Gate, handle, turnOfTheLoop, Universe } from '../../test/universe.js';

class Note {
  constructor(readonly n: number) {}
}

class Plan {}
class Tick {}

/** An actor whose handler is an `async` method that does what is given; its messages go straight to its mailbox. */
function scribe(react: (n: number) => unknown, options?: Parameters<typeof handle>[2]): Promise<Universe> {
  async function copy({ n }: Note): Promise<void> {
    await (react(n) as Promise<void> | undefined);
  }
  return Universe.of(actor('scribe', [handle(Note, copy, options)]), { freeze: 'off', stuckAfterMs: 1_000 });
}

interface Gated {
  readonly universe: Universe;
  readonly seen: readonly number[];
  readonly gate: Gate;
}

/** The same, where the second message waits for a gate. */
async function gated(): Promise<Gated> {
  const gate = new Gate();
  const seen: number[] = [];
  const universe = await scribe((n) => {
    seen.push(n);
    return n === 1 ? gate.opened : undefined;
  });
  return { universe, seen, gate };
}

/** Tells it three. The first of a millisecond is measured, and goes another way. */
function tellThree({ runtime }: Universe): void {
  for (const n of [0, 1, 2]) runtime.tell(new Note(n));
}

/** Waits until the second one is pending, and asks nobody about it. */
async function untilPending(seen: readonly number[]): Promise<void> {
  while (seen.length < 2) await turnOfTheLoop();
}

describe('a message that waits as it is, for an async method', () => {
  it('is handled when the promise of the one before it has settled', async () => {
    const steps: string[] = [];
    const universe = await scribe(async (n) => {
      steps.push(`${n} begins`);
      await Promise.resolve();
      steps.push(`${n} ends`);
    });
    tellThree(universe);
    await universe.rest();
    expect(steps).toEqual(['0 begins', '0 ends', '1 begins', '1 ends', '2 begins', '2 ends']);
    expect(universe.totals).toMatchObject({ accepted: 3, handled: 3, running: 0 });
  });

  it('keeps those waiting that are told while it is pending and alone', async () => {
    const { universe, seen, gate } = await gated();
    for (const n of [0, 1]) universe.runtime.tell(new Note(n));
    await untilPending(seen);
    universe.runtime.tell(new Note(2));
    await turnOfTheLoop();
    await turnOfTheLoop();
    expect(seen).toEqual([0, 1]);
    gate.open();
    await universe.rest();
    expect(seen).toEqual([0, 1, 2]);
    expect(universe.totals).toMatchObject({ handled: 3 });
  });

  // The later ones are called by the one before, without the loop of the cell.
  it.each([1, 2, 3, 4, 5])(
    'becomes a dead letter like any other when its promise rejects: %d',
    async (last) => {
      const universe = await scribe((n) => {
        if (n === last) throw new Error('no ink');
      });
      for (let n = 0; n <= last + 1; n += 1) universe.runtime.tell(new Note(n));
      await universe.rest();
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        {
          reason: 'handler-failed',
          errors: [expect.objectContaining({ message: 'no ink' })],
          envelope: { id: 'm-2', correlationId: 'm-2', message: new Note(last), attempt: 1 },
        },
      ]);
      expect(universe.totals).toMatchObject({ accepted: last + 2, handled: last + 1, dead: 1 });
    },
  );

  it('is tried again when its promise rejects', async () => {
    const attempts: number[] = [];
    const universe = await scribe(
      (n) => {
        attempts.push(n);
        if (attempts.length === 2) throw new Error('not yet');
      },
      { retry: { attempts: 2, backoffMs: 0 } },
    );
    tellThree(universe);
    await universe.rest();
    expect(attempts).toEqual([0, 1, 1, 2]);
    expect(universe.totals).toMatchObject({ handled: 3, dead: 0 });
  });

  it('is a violation when its promise brings a value', async () => {
    const copy = (async ({ n }: Note) => (n === 1 ? 'ink' : undefined)) as never;
    const universe = await Universe.of(actor('scribe', [handle(Note, copy)]), { freeze: 'off' });
    tellThree(universe);
    await universe.rest();
    expect(universe.reasons).toEqual(['returned-value']);
    expect(universe.totals).toMatchObject({ handled: 2, dead: 1 });
  });

  it('is one message in hand for whoever asks while it is pending, and is handled once', async () => {
    const { universe, seen, gate } = await gated();
    tellThree(universe);
    await untilPending(seen);
    expect(universe.totals).toMatchObject({ handled: 1, running: 1, queued: 1 });
    await universe.advance(1_000);
    expect(universe.logger.lines).toMatchObject([{ facts: { type: 'Note', id: 'm-2' } }]);
    gate.open();
    await universe.rest();
    expect(seen).toEqual([0, 1, 2]);
    expect(universe.totals).toMatchObject({ handled: 3, running: 0, queued: 0 });
  });

  it('is stuck when it has been pending for long itself, however long the one before it was', async () => {
    const gates = [new Gate(), new Gate(), new Gate()];
    const seen: number[] = [];
    const universe = await scribe((n) => {
      seen.push(n);
      return gates[n]?.opened;
    });
    tellThree(universe);
    await universe.advance(10_000);
    gates[0]?.open();
    await untilPending(seen);
    await universe.advance(999);
    const warnings = (): unknown[] => universe.logger.lines.map(({ facts }) => facts?.['id']);
    expect(warnings()).toEqual(['m-1']);
    await universe.advance(1);
    expect(warnings()).toEqual(['m-1', 'm-2']);
    for (const gate of gates) gate.open();
    await universe.rest();
    expect(universe.totals).toMatchObject({ handled: 3 });
  });

  it('is a dead letter when a drain ends before it does, and what it settles to later is ignored', async () => {
    const { universe, seen, gate } = await gated();
    tellThree(universe);
    await untilPending(seen);
    const drained = universe.runtime.drain({ timeoutMs: 500 });
    await universe.advance(500);
    await drained;
    expect(universe.reasons).toEqual(['shutdown', 'shutdown']);
    const { totals } = universe;
    gate.open();
    await universe.quiet();
    expect(universe.totals).toEqual(totals);
    expect(totals).toMatchObject({ accepted: 3, handled: 1, dead: 2, running: 0 });
  });

  it('is reported to whoever begins to look on while it is pending', async () => {
    const { universe, seen, gate } = await gated();
    tellThree(universe);
    await untilPending(seen);
    const activities = universe.record();
    gate.open();
    await universe.rest();
    expect(activities.map(({ type, envelope }) => [type, envelope?.id])).toEqual([
      ['handled', 'm-2'],
      ['handled', 'm-3'],
    ]);
  });

  it('gives way to what comes before it, as any other does', async () => {
    const seen: unknown[] = [];
    const universe: Universe = await Universe.of(
      actor('scribe', [
        handle(Plan, (_message, context) => context.schedule.once('tick', 5, new Tick())),
        handle(Tick, () => void seen.push('tick')),
        handle(Note, async ({ n }) => {
          seen.push(n);
          if (n === 1) universe.clock.advance(5);
        }),
      ]),
      { freeze: 'off' },
    );
    universe.runtime.tell(new Plan());
    await universe.quiet();
    tellThree(universe);
    await universe.rest();
    expect(seen).toEqual([0, 1, 'tick', 2]);
  });

  it('is looked at when it may be stuck, and not each time that one before it might have been', async () => {
    const universe: Universe = await Universe.of(
      actor(
        'scribe',
        [
          handle(Note, async () => {
            await new Promise<void>((resume) => universe.clock.setTimer(resume, 50));
          }),
        ],
        {
          keyBy: ({ n }: Note) => `${n}`,
        },
      ),
      { freeze: 'off', stuckAfterMs: 1_000 },
    );
    for (let key = 0; key < 20; key += 1) {
      for (let n = 0; n < 80; n += 1) universe.runtime.tell(new Note(key));
      await universe.advance(10); // each begins at a time of its own, and is pending again and again from then on
    }
    await universe.advance(1_000);
    const timers = jest.spyOn(universe.clock, 'setTimer');
    await universe.advance(2_000);
    expect(timers.mock.calls.filter(([, delayMs]) => delayMs !== 50).length).toBeLessThan(5);
    timers.mockRestore();
    await universe.advance(2_000);
    expect(universe.totals).toMatchObject({ handled: 1_600 });
  });

  it('is measured once a millisecond', async () => {
    const gates = [undefined, new Gate(), new Gate()];
    const seen: number[] = [];
    const universe = await scribe((n) => {
      seen.push(n);
      return gates[n]?.opened;
    });
    tellThree(universe);
    await untilPending(seen);
    universe.clock.advance(5);
    await turnOfTheLoop();
    gates[1]?.open();
    while (seen.length < 3) await turnOfTheLoop();
    universe.clock.advance(70);
    await turnOfTheLoop();
    gates[2]?.open();
    await universe.rest();
    expect(universe.runtime.snapshot().actors['scribe']?.handleMs.p99).toBeGreaterThan(60);
  });

  it('is heard by whoever has come to the channels while the one before it was pending', async () => {
    const { universe, seen, gate } = await gated();
    const heard: unknown[] = [];
    const channel = tracingChannel<object, { envelope: { message: object } }>('mailbox:process');
    const listener = ({ envelope }: { envelope: { message: object } }): void => {
      if (envelope.message instanceof Note) heard.push(envelope.message.n);
    };
    tellThree(universe);
    await untilPending(seen);
    channel.start.subscribe(listener as never);
    await turnOfTheLoop();
    gate.open();
    await universe.rest();
    channel.start.unsubscribe(listener as never);
    expect(heard).toEqual([2]);
  });

  it('is followed by a look at the clock after 64 messages', async () => {
    const universe = await scribe(() => undefined);
    const looks = jest.spyOn(performance, 'now').mockReturnValue(0);
    for (let n = 0; n < 640; n += 1) universe.runtime.tell(new Note(n));
    await universe.rest();
    const { length } = looks.mock.calls;
    looks.mockRestore();
    expect(universe.totals).toMatchObject({ handled: 640 });
    expect(length).toBeGreaterThan(640 / 64);
    expect(length).toBeLessThan(60);
  });

  it('lets others have their turn when this one is spent', async () => {
    const seen: number[] = [];
    let now = 0;
    const universe = await scribe((n) => {
      seen.push(n);
      now += 0.1;
    });
    const time = jest.spyOn(performance, 'now').mockImplementation(() => now);
    for (let n = 0; n < 200; n += 1) universe.runtime.tell(new Note(n));
    let turns = 0;
    let busy = 0;
    for (; seen.length < 200; turns += 1) {
      await turnOfTheLoop();
      busy += universe.runtime.snapshot().actors['scribe']?.busy.length as number;
    }
    time.mockRestore();
    await universe.rest();
    expect(busy).toBe(0); // it waits for its turn, and for no promise
    expect(turns).toBeGreaterThan(10); // a slice is a millisecond, so ten or so to a turn
    expect(universe.totals).toMatchObject({ handled: 200 });
  });

  it('waits for the next turn when this one is half over and few others wait with it', async () => {
    let handled = 0;
    let now = 0;
    const universe = await scribe(() => {
      handled += 1;
      now += 0.0009; // all of them take less than a slice
    });
    const time = jest.spyOn(performance, 'now').mockImplementation(() => now);
    for (let n = 0; n < 1_000; n += 1) universe.runtime.tell(new Note(n));
    const between: number[] = [];
    while (handled < 1_000) {
      await turnOfTheLoop();
      between.push(handled);
    }
    time.mockRestore();
    await universe.rest();
    const [end] = between.filter((n) => n > 0);
    expect(end).toBeGreaterThan(1_000 - 64);
    expect(end).toBeLessThan(1_000);
  });
});
