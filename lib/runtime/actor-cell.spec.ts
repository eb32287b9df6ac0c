import { actor, Gate, handle, thenable, turnOfTheLoop, Universe } from '../../test/universe.js';
import { HandlerTimeoutError } from './errors.js';
import { movementOf } from './runtime.js';

class Note {
  constructor(readonly n = 0) {}
}
class Other {}

const fail = (): never => {
  throw new Error('no');
};

describe('ActorCell', () => {
  it('takes the next message when the last one has settled, and never before', async () => {
    const gates = [new Gate(), new Gate()];
    const events: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, async ({ n }) => {
          events.push(`begin ${n}`);
          await gates[n]?.opened;
          events.push(`end ${n}`);
        }),
      ]),
    );
    for (let n = 0; n < 2; n += 1) universe.runtime.tell(new Note(n));
    await universe.quiet();
    universe.runtime.tell(new Note(2));
    await universe.quiet();
    expect(events).toEqual(['begin 0']);
    gates[0]?.open();
    await universe.quiet();
    expect(events).toEqual(['begin 0', 'end 0', 'begin 1']);
    gates[1]?.open();
    await universe.quiet();
    expect(events.slice(3)).toEqual(['end 1', 'begin 2', 'end 2']);
  });

  it('finishes asynchronous handlers in order', async () => {
    const ended: number[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, async ({ n }) => {
          for (let turns = 3 - n; turns > 0; turns -= 1) await turnOfTheLoop();
          ended.push(n);
        }),
      ]),
    );
    for (let n = 0; n < 4; n += 1) universe.runtime.tell(new Note(n));
    while (ended.length < 4) await turnOfTheLoop();
    expect(ended).toEqual([0, 1, 2, 3]);
  });

  it('queues a self-tell behind what is queued', async () => {
    const seen: number[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, ({ n }, context) => {
          seen.push(n);
          if (n === 0) context.self.tell(new Note(9), context);
        }),
      ]),
    );
    for (let n = 0; n < 3; n += 1) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect(seen).toEqual([0, 1, 2, 9]);
  });

  it('says in every activity which attempt it was', async () => {
    const universe = await Universe.of(
      actor('scribe', [
        handle(
          Note,
          (_, { envelope }) => {
            if (envelope.attempt < 3) throw new Error('not yet');
          },
          { retry: { attempts: 3, backoffMs: 0 } },
        ),
      ]),
    );
    const activities = universe.record();
    universe.runtime.tell(new Note());
    await universe.quiet();
    expect(activities.map(({ type, envelope }) => [type, envelope?.attempt])).toEqual([
      ['accepted', 0],
      ['failed', 1],
      ['retried', 2],
      ['failed', 2],
      ['retried', 3],
      ['handled', 3],
    ]);
  });

  describe('a thenable that misbehaves', () => {
    const misbehaving: Record<string, () => unknown> = {
      'calls back twice': () =>
        thenable((resolve) => {
          resolve();
          resolve();
        }),
      'resolves and rejects': () =>
        thenable((resolve, reject) => {
          resolve();
          reject(new Error('too late'));
        }),
      'throws after it has called back': () =>
        thenable((resolve) => {
          resolve();
          throw new Error('too late');
        }),
      'is a promise whose own then calls back at once, and twice': () =>
        Object.assign(
          Promise.resolve(),
          thenable((resolve) => {
            resolve();
            resolve();
          }),
        ),
      'is a promise whose own then throws': () => Object.assign(Promise.resolve(), thenable(fail)),
    };
    for (const [what, outcome] of Object.entries(misbehaving)) {
      it(`and ${what}, settles its message once`, async () => {
        let running = 0;
        const seen: number[] = [];
        const universe = await Universe.of(
          actor('scribe', [
            handle(Note, ({ n }) => {
              seen.push(n);
              return outcome();
            }),
            handle(Other, async () => {
              expect((running += 1)).toBe(1);
              await turnOfTheLoop();
              running -= 1;
            }),
          ]),
        );
        for (let n = 0; n < 3; n += 1) {
          universe.runtime.tell(new Note(n));
          universe.runtime.tell(new Other());
          universe.runtime.tell(new Other());
        }
        while (universe.totals.handled + universe.totals.dead < 9) await turnOfTheLoop();
        await universe.quiet(); // a cell whose slice ended with its last message has one turn more to find that out
        expect(seen).toEqual([0, 1, 2]);
        expect(universe.totals).toMatchObject({ handled: 9, dead: 0, failed: 0, running: 0 });
        expect(movementOf(universe.runtime)).toEqual([]);
      });
    }

    it('and throws at once, or when `then` is read, has failed', async () => {
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, () => thenable(fail)),
          handle(Other, () => new Proxy({}, { get: fail })),
        ]),
      );
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await universe.quiet();
      expect(universe.reasons).toEqual(['handler-failed', 'handler-failed']);
      expect(movementOf(universe.runtime)).toEqual([]);
    });
  });

  describe('a time limit', () => {
    it('aborts the signal, fails the message when it settles, and takes no other meanwhile', async () => {
      const gate = new Gate();
      const seen: string[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(
            Note,
            async function copy({ n }, { signal }) {
              seen.push(`begin ${n}`);
              signal.addEventListener('abort', () => seen.push(`abort: ${(signal.reason as Error).name}`));
              if (n === 0) await gate.opened;
            },
            { timeoutMs: 100 },
          ),
        ]),
      );
      universe.runtime.tell(new Note(0));
      universe.runtime.tell(new Note(1));
      await universe.advance(99);
      expect(seen).toEqual(['begin 0']);
      await universe.advance(1);
      expect(seen).toEqual(['begin 0', 'abort: HandlerTimeoutError']);
      await universe.advance(1_000);
      expect(universe.totals).toMatchObject({ running: 1, queued: 1, failed: 0 });
      gate.open();
      await universe.quiet();
      expect(seen).toEqual(['begin 0', 'abort: HandlerTimeoutError', 'begin 1']);
      const [letter] = universe.runtime.deadLetters.list();
      expect(letter?.reason).toBe('timed-out');
      expect(letter?.errors[0]).toBeInstanceOf(HandlerTimeoutError);
      expect(letter?.errors[0]).toMatchObject({
        message: expect.stringMatching(/^ScribeActor\.copy ran past its timeoutMs of 100/) as string,
      });
    });

    it('holds as well when it is longer than stuckAfterMs', async () => {
      let aborted = 0;
      const universe = await Universe.of(
        actor('scribe', [
          handle(
            Note,
            (_, { signal }) => {
              signal.addEventListener('abort', () => (aborted += 1));
              return new Gate().opened;
            },
            { timeoutMs: 500 },
          ),
        ]),
        { stuckAfterMs: 100 },
      );
      const activities = universe.record();
      universe.runtime.tell(new Note());
      await universe.advance(499);
      expect(aborted).toBe(0);
      await universe.advance(1);
      expect(aborted).toBe(1);
      await universe.advance(10_000);
      expect(activities.filter(({ type }) => type === 'stuck')).toHaveLength(1);
      expect(universe.clock.pending).toBe(1); // the next look at it, after twice the time
    });

    it('makes no difference between a handler that settles late and one that fails late', async () => {
      const gates = [new Gate(), new Gate(), new Gate()];
      const universe = await Universe.of(
        actor('scribe', [
          handle(
            Note,
            async ({ n }) => {
              await gates[n]?.opened;
              return n === 2 ? 'a value' : undefined;
            },
            { timeoutMs: 100 },
          ),
        ]),
      );
      for (const [n, gate] of gates.entries()) {
        universe.runtime.tell(new Note(n));
        await universe.advance(100);
        if (n === 1) gate.fail(new Error('late'));
        else gate.open();
        await universe.quiet();
      }
      expect(universe.reasons).toEqual(['timed-out', 'timed-out', 'timed-out']);
      expect(universe.runtime.deadLetters.list()[1]?.errors[0]).toMatchObject({ cause: new Error('late') });
    });

    it('holds for each attempt of its own', async () => {
      const starts: number[] = [];
      const universe: Universe = await Universe.of(
        actor('scribe', [
          handle(
            Note,
            async (_, { signal }) => {
              starts.push(universe.clock.now());
              await new Promise((resolve) => signal.addEventListener('abort', resolve));
              if (starts.length < 2) throw new Error('aborted');
            },
            { timeoutMs: 100, retry: { attempts: 3, backoffMs: 10, jitter: false } },
          ),
        ]),
      );
      universe.runtime.tell(new Note());
      await universe.advance(1_000);
      expect(starts).toEqual([0, 110, 230]);
      expect(universe.reasons).toEqual(['timed-out']);
      expect(universe.runtime.deadLetters.list()[0]?.errors).toHaveLength(3);
    });
  });

  describe('a handler that is stuck', () => {
    it('is reported once, with its message', async () => {
      const gate = new Gate();
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, async function copy() {
            await gate.opened;
          }),
        ]),
        { stuckAfterMs: 1_000 },
      );
      const activities = universe.record();
      universe.runtime.tell(new Note(7));
      await universe.advance(999);
      expect(universe.runtime.snapshot().actors['scribe']?.busy).toEqual([
        { address: 'mailbox://scribe', handler: 'ScribeActor.copy', isStuck: false },
      ]);
      await universe.advance(1);
      await universe.advance(5_000);
      const stuck = activities.filter(({ type }) => type === 'stuck');
      expect(stuck).toMatchObject([
        { handler: 'ScribeActor.copy', envelope: { message: new Note(7), attempt: 1 } },
      ]);
      expect(universe.logger.lines).toEqual([
        {
          level: 'warn',
          text: 'ScribeActor.copy has been busy for 1000 ms; its mailbox waits',
          facts: { address: 'mailbox://scribe', type: 'Note', id: 'm-1' },
        },
      ]);
      expect(universe.runtime.snapshot().actors['scribe']?.busy[0]?.isStuck).toBe(true);
      gate.open();
      await universe.quiet();
      expect(universe.runtime.snapshot().actors['scribe']?.busy).toEqual([]);
    });

    it('that is a lifecycle method is reported without a message', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, (_, context) => context.passivate())], {
          keyBy: () => 'a',
          create: () => ({ onDeactivate: () => new Gate().opened }),
        }),
        { stuckAfterMs: 1_000 },
      );
      const activities = universe.record();
      universe.runtime.tell(new Note(7));
      await universe.advance(1_000);
      const [stuck] = activities.filter(({ type }) => type === 'stuck');
      expect(stuck).toMatchObject({ address: 'mailbox://scribe/a', envelope: undefined });
      expect(universe.logger.lines[0]?.facts).toEqual({ address: 'mailbox://scribe/a' });
    });
  });

  describe('drop-oldest', () => {
    it('drops the message that was accepted longest ago, also before one that came back from the stash', async () => {
      const gate = new Gate();
      const seen: string[] = [];
      class Later {}
      class Open {}
      const universe: Universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Later, (_, context) => {
              seen.push('later');
              if (seen.length === 1) context.stash();
            }),
            handle(Open, async (_, context) => {
              context.schedule.once('tick', 0, new Later());
              await gate.opened;
            }),
            handle(Other, (_, context) => {
              context.unstashAll();
              universe.runtime.tell(new Note(3)); // the queue is full: 1, 2, and what came back
            }),
            handle(Note, ({ n }) => void seen.push(`note ${n}`)),
          ],
          { mailbox: { capacity: 3, overflow: 'drop-oldest' } },
        ),
      );
      universe.runtime.tell(new Open());
      await universe.quiet();
      universe.runtime.tell(new Other());
      universe.runtime.tell(new Note(1));
      universe.runtime.tell(new Note(2));
      await universe.advance(10);
      gate.open();
      await universe.quiet();
      expect(universe.runtime.deadLetters.list().map(({ envelope }) => envelope.message)).toEqual([
        new Note(1),
      ]);
      expect(seen).toEqual(['later', 'later', 'note 2', 'note 3']);
    });
  });
});
