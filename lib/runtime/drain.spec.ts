import type { ActivationContext, ActorContext } from './actor-context.js';
import { actor, Gate, handle, turnOfTheLoop, Universe } from '../../test/universe.js';
import { movementOf } from './runtime.js';

class Note {
  constructor(
    readonly n: number,
    readonly key = 'a',
  ) {}
}

class Other {}

const byKey = ({ key }: Note): string => key;

describe('Drain', () => {
  describe('before the start', () => {
    it('makes dead letters of what was told before the actors were known', async () => {
      const universe = new Universe();
      universe.runtime.tell(new Note(1));
      universe.runtime.ref('scribe').tell(new Note(2));
      await universe.runtime.drain();
      expect(universe.reasons).toEqual(['shutdown', 'shutdown']);
      expect(universe.totals).toMatchObject({ told: 2, refused: 2 });
    });

    it('makes dead letters of what waits for the start', async () => {
      const universe = new Universe();
      universe.runtime.register([actor('scribe', [handle(Note, () => undefined)])]);
      universe.runtime.tell(new Note(1));
      await universe.runtime.drain();
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'shutdown', errors: [{ message: 'the runtime was never started; start it' }] },
      ]);
      expect(universe.totals).toMatchObject({ told: 1, accepted: 1, dead: 1 });
      expect(universe.runtime.state).toBe('closed');
    });
  });

  describe('during the start', () => {
    it('waits for activations, handles what was told, and deactivates', async () => {
      const gate = new Gate();
      const events: string[] = [];
      const universe = new Universe();
      universe.runtime.register([
        actor('scribe', [handle(Note, ({ n }) => void events.push(`note ${n}`))], {
          create: () => ({
            onActivate: () => gate.opened,
            onDeactivate: () => void events.push('deactivated'),
          }),
        }),
      ]);
      const started = universe.runtime.start();
      universe.runtime.tell(new Note(1));
      const drained = universe.runtime.drain();
      await universe.quiet();
      expect(universe.runtime.state).toBe('draining');
      gate.open();
      await started;
      await drained;
      expect(events).toEqual(['note 1', 'deactivated']);
      expect(universe.totals).toMatchObject({ told: 1, handled: 1 });
    });

    it('waits for an activation although nothing was told', async () => {
      const gate = new Gate();
      const events: string[] = [];
      const universe = new Universe();
      universe.runtime.register([
        actor('scribe', [], {
          create: () => ({
            onActivate: () => gate.opened,
            onDeactivate: () => void events.push('deactivated'),
          }),
        }),
      ]);
      const started = universe.runtime.start();
      const drained = universe.runtime.drain();
      await universe.quiet();
      gate.open();
      await Promise.all([started, drained]);
      expect(events).toEqual(['deactivated']);
    });

    it('gives an activation up at the deadline, and start() rejects', async () => {
      const universe = new Universe();
      let aborted = false;
      universe.runtime.register([
        actor('scribe', [handle(Note, () => undefined)], {
          create: () => ({
            onActivate: ({ signal }: ActivationContext) => {
              signal.addEventListener('abort', () => (aborted = true));
              return new Gate().opened;
            },
          }),
        }),
      ]);
      const started = universe.runtime.start();
      const outcome = started.catch((error: Error) => error.message);
      universe.runtime.tell(new Note(1));
      const drained = universe.runtime.drain({ timeoutMs: 100 });
      await universe.advance(100);
      await drained;
      expect(await outcome).toMatch(/deadline/);
      expect(aborted).toBe(true);
      expect(universe.reasons).toEqual(['shutdown']);
      expect(movementOf(universe.runtime)).toEqual([]);
    });
  });

  it('ends although a handler always stashes: what is stashed becomes dead letters shutdown', async () => {
    let deactivated = 0;
    const universe = await Universe.of(
      actor('scribe', [handle(Note, (_, context) => context.stash())], {
        create: () => ({ onDeactivate: () => void (deactivated += 1) }),
      }),
    );
    universe.runtime.tell(new Note(1));
    universe.runtime.tell(new Note(2));
    await universe.quiet();
    expect(universe.totals).toMatchObject({ stashed: 2 });
    const drained = universe.runtime.drain();
    await universe.quiet();
    await drained;
    expect(deactivated).toBe(1);
    expect(universe.reasons).toEqual(['shutdown', 'shutdown']);
    expect(universe.logger.texts('warn').at(-1)).toContain('2 dead letters');
  });

  it('ends although a keyed instance always stashes', async () => {
    let deactivated = 0;
    const universe = await Universe.of(
      actor('scribe', [handle(Note, (_, context) => context.stash())], {
        keyBy: byKey,
        create: () => ({ onDeactivate: () => void (deactivated += 1) }),
      }),
    );
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    const drained = universe.runtime.drain();
    await universe.quiet();
    await drained;
    expect(deactivated).toBe(1);
    expect(universe.reasons).toEqual(['shutdown']);
  });

  it('does not try a failed activation again, with a key or without', async () => {
    for (const keyBy of [undefined, byKey]) {
      let tries = 0;
      const universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Note, () => {
              throw new Error('no');
            }),
          ],
          {
            keyBy,
            supervision: { onFailure: 'restart' },
            create: () => {
              tries += 1;
              if (tries > 1) throw new Error('no database');
              return {};
            },
          },
        ),
      );
      universe.runtime.tell(new Note(1));
      universe.runtime.tell(new Note(2));
      await universe.quiet();
      await universe.advance(100);
      expect(tries).toBe(2);
      const drained = universe.runtime.drain();
      universe.runtime.tell(new Note(3));
      await universe.quiet();
      await drained;
      expect(tries).toBe(2);
      expect(universe.reasons).toEqual(['handler-failed', 'shutdown', 'shutdown']);
    }
  });

  it('skips the pause before a retry', async () => {
    const at: number[] = [];
    const universe: Universe = await Universe.of(
      actor('scribe', [
        handle(
          Note,
          () => {
            at.push(universe.clock.now());
            throw new Error('no');
          },
          { retry: { attempts: 3, backoffMs: 1_000 } },
        ),
      ]),
    );
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    const drained = universe.runtime.drain();
    await universe.quiet();
    await drained;
    expect(at).toEqual([0, 0, 0]);
    expect(universe.runtime.deadLetters.list()[0]?.errors).toHaveLength(3);
  });

  it('handles what handlers and onDeactivate still tell', async () => {
    const seen: number[] = [];
    class Last {}
    const universe = await Universe.of([
      actor('scribe', [
        handle(Note, ({ n }, context) => {
          seen.push(n);
          if (n < 3) context.tell(new Note(n + 1));
        }),
      ]),
      actor('other', [handle(Last, () => undefined)], {
        create: () => ({ onDeactivate: (context: ActivationContext) => context.tell(new Note(10)) }),
      }),
    ]);
    universe.runtime.tell(new Note(1));
    const drained = universe.runtime.drain();
    universe.runtime.tell(new Note(2));
    await expect(universe.runtime.deliver(new Note(99))).rejects.toMatchObject({
      name: 'MailboxClosedError',
    });
    await universe.quiet();
    await drained;
    expect(seen).toEqual([1, 2, 2, 3, 3, 10].toSorted((a, b) => a - b));
    expect(universe.reasons).toEqual([]);
  });

  it('at its deadline aborts signals, counts what is left in one line, and names the busy handler', async () => {
    const aborts: unknown[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, async function copy(_, { signal }) {
          signal.addEventListener('abort', () => aborts.push(signal.reason));
          await new Gate().opened;
        }),
      ]),
    );
    for (let n = 0; n < 5; n += 1) universe.runtime.tell(new Note(n));
    await universe.quiet();
    const drained = universe.runtime.drain({ timeoutMs: 500 });
    await universe.advance(499);
    expect(aborts).toEqual([]);
    await universe.advance(1);
    await drained;
    expect(aborts).toHaveLength(1);
    expect(universe.reasons).toEqual(Array(5).fill('shutdown'));
    expect(universe.totals).toMatchObject({ accepted: 5, dead: 5, running: 0, queued: 0 });
    const lines = universe.logger.texts().filter((text) => text.startsWith('drained'));
    expect(lines).toEqual([
      'drained in 500 ms: 0 handled, 5 dead letters; unfinished: ScribeActor.copy of mailbox://scribe',
    ]);
    expect(movementOf(universe.runtime)).toEqual([]);
  });

  it('ignores what a handler settles to after the deadline', async () => {
    const gate = new Gate();
    const universe = await Universe.of(actor('scribe', [handle(Note, () => gate.opened)]));
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    const drained = universe.runtime.drain({ timeoutMs: 500 });
    await universe.advance(500);
    await drained;
    const { totals } = universe;
    gate.open();
    await universe.quiet();
    expect(universe.totals).toEqual(totals);
    expect(universe.totals).toMatchObject({ accepted: 1, handled: 0, dead: 1, running: 0 });
  });

  it('lets nothing disappear that an abort listener tells', async () => {
    const universe = await Universe.of(
      ['one', 'two'].map((name) =>
        actor(name, [
          handle(name === 'one' ? Note : Other, async (_: object, context: ActorContext) => {
            context.signal.addEventListener('abort', () => {
              context.tell(new Note(2));
              universe.runtime.tell(new Other());
            });
            await new Gate().opened;
          }),
        ]),
      ),
    );
    universe.runtime.tell(new Note(1));
    universe.runtime.tell(new Other());
    await universe.quiet();
    const drained = universe.runtime.drain({ timeoutMs: 10 });
    await universe.advance(10);
    await drained;
    expect(universe.totals).toMatchObject({ told: 6, queued: 0, running: 0 });
    expect(universe.reasons).toEqual(Array(6).fill('shutdown'));
  });

  it('sets no timer that outlives it', async () => {
    const gate = new Gate();
    const universe = await Universe.of([
      actor('slow', [handle(Other, () => gate.opened)]),
      actor(
        'order',
        [
          handle(
            Note,
            (_, context) => {
              context.schedule.every('tick', 100, new Note(0));
              if (context.envelope.attempt === 1) throw new Error('once');
            },
            { retry: { attempts: 2 } },
          ),
        ],
        { keyBy: byKey, idleTimeoutMs: 60_000, create: () => ({ onDeactivate: () => new Gate().opened }) },
      ),
    ]);
    universe.runtime.tell(new Other());
    await universe.quiet();
    const drained = universe.runtime.drain();
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    gate.open();
    await universe.quiet();
    await universe.advance(10_000);
    await drained;
    expect(universe.clock.pending).toBe(0);
  });

  it('ends, at its deadline, a passivation that began before it, and says so', async () => {
    const universe = await Universe.of(
      actor('order', [handle(Note, (_, context) => context.passivate())], {
        keyBy: byKey,
        create: () => ({ onDeactivate: () => new Gate().opened }),
      }),
    );
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    const drained = universe.runtime.drain({ timeoutMs: 100 });
    await universe.advance(100);
    await drained;
    expect(universe.logger.texts('error')).toEqual([
      'OrderActor.onDeactivate of mailbox://order/a was abandoned after 100 ms',
    ]);
    expect(universe.clock.pending).toBe(0);
  });

  it('runs once, however often it is asked for', async () => {
    let deactivated = 0;
    const universe = await Universe.of(
      actor('scribe', [], { create: () => ({ onDeactivate: () => void (deactivated += 1) }) }),
    );
    const first = universe.runtime.drain();
    expect(universe.runtime.drain()).toBe(first);
    await first;
    expect(universe.runtime.drain()).toBe(first);
    expect(deactivated).toBe(1);
    await turnOfTheLoop();
    expect(universe.logger.texts()).toHaveLength(1);
  });

  it('refuses what is told after it, as dead letters shutdown', async () => {
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
    await universe.runtime.drain();
    universe.runtime.tell(new Note(1));
    expect(universe.reasons).toEqual(['shutdown']);
    expect(universe.totals).toMatchObject({ told: 1, refused: 1 });
    await expect(universe.runtime.start()).rejects.toThrow(/closed/);
  });
});
