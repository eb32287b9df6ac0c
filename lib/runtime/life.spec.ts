import { jest } from '@jest/globals';

import { actor, Gate, handle, thenable, turnOfTheLoop, Universe } from '../../test/universe.js';
import { movementOf } from './runtime.js';

class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}

const fail = (): never => {
  throw new Error('no');
};

describe('Life', () => {
  it('stops, and does not restart, an actor that may not be restarted any more', async () => {
    const hooks: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [handle(Note, fail)], {
        supervision: { onFailure: 'restart', maxRestarts: 1 },
        create: () => ({
          onActivate: () => void hooks.push('activate'),
          onDeactivate: () => void hooks.push('deactivate'),
        }),
      }),
    );
    const activities = universe.record();
    universe.runtime.tell(new Note(1));
    await universe.advance(1_000);
    universe.runtime.tell(new Note(2));
    universe.runtime.tell(new Note(3));
    await universe.advance(1_000);
    expect(hooks).toEqual(['activate', 'activate', 'deactivate']);
    expect(
      activities.map(({ type }) => type).filter((type) => type.endsWith('ed') && type !== 'accepted'),
    ).toEqual([
      'failed',
      'dead-lettered',
      'restarted',
      'activated',
      'failed',
      'dead-lettered',
      'dead-lettered',
      'stopped',
    ]);
    expect(universe.reasons).toEqual(['handler-failed', 'handler-failed', 'actor-stopped']);
    expect(universe.runtime.snapshot().actors['scribe']).toMatchObject({ isStopped: true, instances: 0 });
  });

  it('with the limit 0 stops an actor at its first failure', async () => {
    let deactivated = 0;
    const universe = await Universe.of(
      actor('scribe', [handle(Note, fail)], {
        supervision: { onFailure: 'restart', maxRestarts: 0 },
        create: () => ({ onDeactivate: () => void (deactivated += 1) }),
      }),
    );
    universe.runtime.tell(new Note(1));
    universe.runtime.tell(new Note(2));
    await universe.quiet();
    expect(deactivated).toBe(1);
    expect(universe.reasons).toEqual(['handler-failed', 'actor-stopped']);
  });

  for (const [what, onDeactivate, problem] of [
    ['throws', fail, 'failed: no'],
    ['rejects', () => Promise.reject(new Error('no')), 'failed: no'],
    ['returns a thenable that throws', () => thenable(fail), 'failed: no'],
  ] as const) {
    it(`ends an instance whose onDeactivate ${what}, logs it once, and leaves no timer`, async () => {
      const universe = await Universe.of(
        actor('order', [handle(Note, (_, context) => context.passivate())], {
          keyBy: ({ key }: Note) => key,
          create: () => ({ onDeactivate }),
        }),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(movementOf(universe.runtime)).toEqual([]);
      expect(universe.runtime.snapshot().actors['order']?.instances).toBe(0);
      await universe.advance(100_000);
      expect(universe.clock.pending).toBe(0);
      expect(universe.logger.texts('error')).toEqual([
        `OrderActor.onDeactivate of mailbox://order/a ${problem}`,
      ]);
    });
  }

  for (const [when, activation] of [
    ['at once', undefined],
    ['later', Promise.resolve()],
  ] as const) {
    it(`does not take an instance for a promise that has got a then in onActivate, ${when}`, async () => {
      const seen: object[] = [];
      const create = (): object => ({
        onActivate(this: object) {
          Object.assign(this, { then: () => seen.push(this) }); // oxlint-disable-line unicorn/no-thenable -- that is what it is about
          return activation;
        },
      });
      const react = (note: Note): void => void seen.push(note);
      const universe = await Universe.of([
        actor('scribe', [handle(Note, react)], { create, keyBy: ({ key }: Note) => key }),
        actor('clerk', [], { create }),
      ]);
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(seen).toEqual([new Note()]);
    });
  }

  it('gives onDeactivate the drainTimeoutMs at passivation, then goes on without it', async () => {
    const seen: number[] = [];
    let aborted = false;
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Note, ({ n }, context) => {
            seen.push(n);
            if (n === 1) context.passivate();
          }),
        ],
        {
          keyBy: ({ key }: Note) => key,
          create: () => ({
            onDeactivate: ({ signal }: { signal: AbortSignal }) => {
              signal.addEventListener('abort', () => (aborted = true));
              return new Gate().opened;
            },
          }),
        },
      ),
      { drainTimeoutMs: 2_000 },
    );
    universe.runtime.tell(new Note(1));
    universe.runtime.tell(new Note(2));
    await universe.advance(1_999);
    expect([seen, aborted]).toEqual([[1], false]);
    await universe.advance(1);
    expect([seen, aborted]).toEqual([[1, 2], true]);
    expect(universe.logger.texts('error')).toEqual([
      'OrderActor.onDeactivate of mailbox://order/a was abandoned after 2000 ms',
    ]);
  });

  it('that fails to begin again and again, without a pause, leaves turns of the event loop to others', async () => {
    let tries = 0;
    let isBroken = true;
    const universe = await Universe.of(
      actor('order', [handle(Note, () => undefined)], {
        keyBy: () => 'k',
        supervision: { backoffMs: 0, withinMs: 0 },
        create: () => {
          tries += 1;
          if (isBroken && tries < 100_000) throw new Error('the database is away');
          return {};
        },
      }),
    );
    universe.runtime.tell(new Note());
    await turnOfTheLoop();
    await turnOfTheLoop();
    expect(tries).toBeGreaterThan(0);
    expect(tries).toBeLessThan(100_000);
    isBroken = false;
    await universe.quiet();
    expect(universe.totals).toMatchObject({ handled: 1, dead: 0 });
  });

  it('lets others have their turn while many instances are being activated', async () => {
    let now = 0;
    let begun = 0;
    const universe = await Universe.of(
      actor('order', [handle(Note, () => undefined)], {
        keyBy: ({ key }: Note) => key,
        create: () => ({
          onActivate: async () => {
            begun += 1;
            now += 0.5;
          },
        }),
      }),
    );
    const time = jest.spyOn(performance, 'now').mockImplementation(() => now);
    for (let n = 0; n < 40; n += 1) universe.runtime.tell(new Note(n, `${n}`));
    let turns = 0;
    for (; begun < 40; turns += 1) await turnOfTheLoop();
    time.mockRestore();
    await universe.rest();
    expect(turns).toBeGreaterThan(10); // a slice is a millisecond
    expect(universe.totals).toMatchObject({ handled: 40 });
  });
});
