import { Injectable, Scope } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import { HandlerTimeoutError } from '../../lib/runtime/index.js';
import { compileApplication } from '../nest/test-application.js';
import { actor, Gate, handle, turnOfTheLoop, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { byKey, Note, Open, Other, Tick } from './messages.js';
import { fail, nothing, types } from './reactions.js';

guarantee(
  'G13',
  'A handler that throws or rejects never crashes the process and never stalls its mailbox.',
  () => {
    for (const [what, react] of Object.entries({
      'throws an Error': () => fail(),
      'throws a string': () => fail('text'),
      'throws undefined': () => fail(undefined),
      'throws null': () => fail(null),
      rejects: () => Promise.reject(new Error('no')),
      'rejects with undefined': () => new Promise((_, reject) => reject()),
      'rejects later': () => turnOfTheLoop().then(() => fail()),
      'throws what cannot be described': () => fail(Object.create(null)),
    })) {
      it(`one that ${what}`, async () => {
        const seen: number[] = [];
        const universe = await Universe.of(
          actor('scribe', [handle(Note, ({ n }) => (n === 1 ? react() : void seen.push(n)))]),
        );
        for (let n = 0; n < 3; n += 1) universe.runtime.tell(new Note(n));
        while (universe.totals.handled + universe.totals.dead < 3) await turnOfTheLoop();
        await universe.quiet();
        expect(seen).toEqual([0, 2]);
        expect(universe.reasons).toEqual(['handler-failed']);
        expect(universe.runtime.deadLetters.list()[0]?.errors).toHaveLength(1);
        expect(universe.logger.lines).toHaveLength(1);
      });
    }
  },
);

guarantee(
  'G14',
  'Attempts happen in place, on the same instance, `attempts` counting the first; the next message of that instance waits, others do not.',
  () => {
    it('with a pause that grows, while the next one waits and another instance goes on', async () => {
      const attempts: [number, number][] = [];
      const instances = new Set<object>();
      const seen: string[] = [];
      const universe: Universe = await Universe.of(
        actor(
          'order',
          [
            handle(
              Note,
              (_, { envelope }, self) => {
                instances.add(self);
                attempts.push([envelope.attempt, universe.clock.now()]);
                if (envelope.attempt < 4) fail();
              },
              { retry: { attempts: 4, backoffMs: 100, factor: 3, maxBackoffMs: 500, jitter: false } },
            ),
            handle(Other, ({ key }) => void seen.push(`${key} at ${universe.clock.now()}`)),
          ],
          { keyBy: byKey },
        ),
      );
      universe.runtime.tell(new Note(0, 'a'));
      universe.runtime.tell(new Other('a'));
      universe.runtime.tell(new Other('b'));
      await universe.advance(2_000);
      expect(attempts).toEqual([
        [1, 0],
        [2, 100],
        [3, 400],
        [4, 900],
      ]);
      expect(instances.size).toBe(1);
      expect(seen).toEqual(['b at 0', 'a at 900']);
      expect(universe.totals).toMatchObject({ failed: 3, handled: 3, dead: 0 });
    });

    it('in backoff a message is running', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, () => fail(), { retry: { attempts: 2, backoffMs: 100 } })]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(universe.totals).toMatchObject({ running: 1, failed: 1, dead: 0 });
    });
  },
);

guarantee(
  'G15',
  "After the last attempt the message is a dead letter `handler-failed` (`timed-out` if that attempt ran past `timeoutMs`, whatever it settled to) carrying every attempt's error; then supervision acts, once.",
  () => {
    it('handler-failed with every error, supervised once, and its successor runs', async () => {
      let attempt = 0;
      const seen: string[] = [];
      const universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Note, () => fail(new Error(`no ${(attempt += 1)}`)), {
              retry: { attempts: 3, backoffMs: 0 },
            }),
            handle(Other, () => void seen.push('other')),
          ],
          { supervision: { onFailure: 'restart' } },
        ),
      );
      const activities = universe.record();
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await universe.advance(1_000);
      const [letter] = universe.runtime.deadLetters.list();
      expect(letter).toMatchObject({ reason: 'handler-failed', envelope: { attempt: 3 } });
      expect(letter?.errors).toEqual([new Error('no 1'), new Error('no 2'), new Error('no 3')]);
      expect(types(activities).filter((type) => type === 'restarted')).toHaveLength(1);
      expect(seen).toEqual(['other']);
    });

    for (const [what, end] of [
      ['fulfilled', (gate: Gate) => gate.open()],
      ['rejected', (gate: Gate) => gate.fail(new Error('late'))],
    ] as const) {
      it(`timed-out if the last attempt ran past its limit, though it was ${what} then`, async () => {
        const gate = new Gate();
        const universe = await Universe.of(
          actor('scribe', [handle(Note, () => gate.opened, { timeoutMs: 100 })]),
        );
        universe.runtime.tell(new Note());
        await universe.advance(150);
        expect(universe.reasons).toEqual([]);
        end(gate);
        await universe.quiet();
        expect(universe.reasons).toEqual(['timed-out']);
        expect(universe.runtime.deadLetters.list()[0]?.errors).toEqual([expect.any(HandlerTimeoutError)]);
      });
    }

    it('handler-failed if an earlier attempt ran past it, and the last one failed in time', async () => {
      const gate = new Gate();
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, (_, { envelope }) => (envelope.attempt === 1 ? gate.opened : fail()), {
            timeoutMs: 100,
            retry: { attempts: 2, backoffMs: 0 },
          }),
        ]),
      );
      universe.runtime.tell(new Note());
      await universe.advance(150);
      gate.open();
      await universe.quiet();
      expect(universe.reasons).toEqual(['handler-failed']);
      expect(universe.runtime.deadLetters.list()[0]?.errors).toEqual([
        expect.any(HandlerTimeoutError),
        new Error('no'),
      ]);
    });
  },
);

guarantee(
  'G16',
  "`resume` keeps the instance as it is, half-changed state included; `restart` replaces it with a fresh one, with dependencies as Nest resolves them, and keeps queue and stash; `stop` dead-letters what is queued and stashed (`actor-stopped`): a key's next message activates it anew, a singleton stays stopped, dead-letters what comes, and health is `down`.",
  () => {
    interface State {
      n: number;
    }
    const supervised = async (
      onFailure: 'resume' | 'restart' | 'stop',
      keyBy?: (message: never) => string,
    ): Promise<[Universe, number[], string[]]> => {
      const seen: number[] = [];
      const hooks: string[] = [];
      let isOpen = false;
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, ({ n }, _, self: State) => {
              self.n += n;
              if (n === 0) self.n = 100; // half of a change
              if (n === 0) fail();
              seen.push(self.n);
            }),
            handle(Other, (_, context, self: State) => {
              if (!isOpen) return context.stash();
              seen.push(-self.n);
            }),
            handle(Open, (_, context) => {
              isOpen = true;
              context.unstashAll();
            }),
          ],
          {
            keyBy,
            supervision: { onFailure, backoffMs: 10 },
            create: () => ({
              n: 1_000,
              onActivate: () => void hooks.push('activate'),
              onDeactivate: () => void hooks.push('deactivate'),
            }),
          },
        ),
      );
      for (const message of [new Note(1), new Other(), new Note(0), new Note(2), new Open()])
        universe.runtime.tell(message);
      await universe.advance(1_000);
      return [universe, seen, hooks];
    };

    it('resume', async () => {
      const [universe, seen, hooks] = await supervised('resume');
      expect(seen).toEqual([1_001, 102, -102]);
      expect(hooks).toEqual(['activate']);
      expect(universe.reasons).toEqual(['handler-failed']);
    });

    it('restart', async () => {
      const [universe, seen, hooks] = await supervised('restart');
      expect(seen).toEqual([1_001, 1_002, -1_002]);
      expect(hooks).toEqual(['activate', 'activate']);
      expect(universe.reasons).toEqual(['handler-failed']);
    });

    it('restart keeps what comes during its backoff', async () => {
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [handle(Note, ({ n }) => (n === 0 ? fail() : void seen.push(n)))], {
          supervision: { onFailure: 'restart', backoffMs: 1_000 },
        }),
      );
      universe.runtime.tell(new Note(0));
      await universe.quiet();
      universe.runtime.tell(new Note(1));
      await universe.advance(400);
      universe.runtime.tell(new Note(2));
      expect(seen).toEqual([]);
      await universe.advance(1_000);
      expect(seen).toEqual([1, 2]);
    });

    it('stop, with a key: the next message activates it anew', async () => {
      const [universe, seen, hooks] = await supervised('stop', () => 'a');
      expect(seen).toEqual([1_001]);
      expect(universe.reasons).toEqual(['handler-failed', 'actor-stopped', 'actor-stopped', 'actor-stopped']);
      universe.runtime.tell(new Note(5));
      await universe.quiet();
      expect(seen).toEqual([1_001, 1_005]);
      expect(hooks).toEqual(['activate', 'deactivate', 'activate']);
    });

    it('stop, of a singleton: it stays stopped, and its snapshot says so', async () => {
      const [universe, seen, hooks] = await supervised('stop');
      universe.runtime.tell(new Note(5));
      await expect(universe.runtime.deliver(new Note(6))).rejects.toMatchObject({
        code: 'ACTOR_STOPPED',
        httpStatus: 503,
      });
      await universe.quiet();
      expect(seen).toEqual([1_001]);
      expect(hooks).toEqual(['activate', 'deactivate']);
      expect(universe.reasons).toEqual(['handler-failed', ...Array<string>(4).fill('actor-stopped')]);
      expect(universe.runtime.snapshot().health).toBe('down');
      expect(universe.runtime.snapshot().actors['order']).toMatchObject({
        isStopped: true,
        instances: 0,
        refused: 2,
      });
    });

    it('restart, in an application: with a transient dependency of its own, and the others shared', async () => {
      const made: Tally[] = [];
      const seen: [Ledger, Tally][] = [];
      @Injectable()
      class Ledger {}
      @Injectable({ scope: Scope.TRANSIENT })
      class Tally {
        constructor() {
          made.push(this);
        }
      }
      @Actor({ supervision: { onFailure: 'restart', backoffMs: 0 } })
      class BookkeeperActor {
        constructor(
          private readonly ledger: Ledger,
          private readonly tally: Tally,
        ) {}

        @Handle(Note)
        note({ n }: Note): void {
          seen.push([this.ledger, this.tally]);
          if (n === 0) fail();
        }
      }
      const { module, runtime } = await compileApplication({ providers: [BookkeeperActor, Ledger, Tally] });
      await module.init();
      for (const n of [1, 0, 2]) runtime.tell(new Note(n));
      await module.close();
      const ledger = module.get(Ledger);
      const [, failing, fresh] = seen.map(([, tally]) => tally);
      expect(seen.map(([used]) => used === ledger)).toEqual([true, true, true]);
      expect(seen[0]?.[1]).toBe(failing);
      expect(fresh).not.toBe(failing);
      expect(made).toEqual(expect.arrayContaining([failing, fresh]));
    });
  },
);

guarantee('G17', 'Restarts beyond `maxRestarts` within `withinMs` stop the actor.', () => {
  const failing = (maxRestarts: number): Promise<Universe> =>
    Universe.of(
      actor('scribe', [handle(Note, () => fail())], {
        supervision: { onFailure: 'restart', maxRestarts, withinMs: 10_000, backoffMs: 0 },
      }),
    );

  for (const limit of [0, 1, 3]) {
    it(`with a limit of ${limit}`, async () => {
      const universe = await failing(limit);
      const activities = universe.record();
      for (let n = 0; n < limit + 3; n += 1) universe.runtime.tell(new Note(n));
      await universe.quiet();
      expect(types(activities).filter((type) => type === 'restarted')).toHaveLength(limit);
      expect(types(activities).filter((type) => type === 'stopped')).toHaveLength(1);
      expect(universe.reasons).toEqual([
        ...Array<string>(limit + 1).fill('handler-failed'),
        'actor-stopped',
        'actor-stopped',
      ]);
    });
  }

  it('and the count begins anew after the window', async () => {
    const universe = await failing(1);
    for (let n = 0; n < 5; n += 1) {
      universe.runtime.tell(new Note(n));
      await universe.advance(10_000);
    }
    expect(universe.reasons).toEqual(Array<string>(5).fill('handler-failed'));
    expect(universe.runtime.snapshot().actors['scribe']?.isStopped).toBe(false);
  });
});

guarantee(
  'G18',
  "A restarted, passivated or stopped instance's timers are cancelled; no tick of it ever reaches a successor.",
  () => {
    for (const end of ['restart', 'passivate', 'stop'] as const) {
      it(`${end}, though a tick was waiting`, async () => {
        const gate = new Gate();
        let ticks = 0;
        const universe = await Universe.of(
          actor(
            'order',
            [
              handle(Open, async (_, context) => {
                context.schedule.every('every', 10, new Tick());
                context.schedule.once('once', 1_000, new Tick());
                await gate.opened;
                if (end === 'passivate') context.passivate();
                else fail();
              }),
              handle(Tick, () => void (ticks += 1)),
              handle(Other, nothing),
            ],
            { keyBy: () => 'a', supervision: { onFailure: end === 'stop' ? 'stop' : 'restart' } },
          ),
        );
        universe.runtime.tell(new Open());
        await universe.advance(15);
        gate.open();
        await universe.quiet();
        universe.runtime.tell(new Other());
        await universe.advance(5_000);
        expect(ticks).toBe(0);
        expect(universe.totals).toMatchObject({ told: 2 });
      });
    }
  },
);

guarantee(
  'G19',
  "A send takes effect when it is made: a failed attempt's sends stand, and a retry makes them again.",
  () => {
    it('each of three attempts sends', async () => {
      const seen: unknown[] = [];
      const universe = await Universe.of([
        actor('scribe', [
          handle(
            Note,
            (_, context) => {
              context.tell(new Other(String(context.envelope.attempt)));
              fail();
            },
            { retry: { attempts: 3, backoffMs: 100 } },
          ),
        ]),
        actor('other', [handle(Other, ({ key }) => void seen.push(key))]),
      ]);
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(seen).toEqual(['1']);
      await universe.advance(1_000);
      expect(seen).toEqual(['1', '2', '3']);
    });
  },
);
