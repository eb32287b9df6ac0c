import { Actor } from 'nestjs-mailbox';
import { type ActivationContext, type ActorDefinition } from '../../lib/runtime/index.js';
import { closeFailed, compileApplication } from '../nest/test-application.js';
import { actor, Gate, handle, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { byKey, Note, Other, Tick } from './messages.js';
import { fail, nothing, types } from './reactions.js';

guarantee(
  'G20',
  'A keyed instance is created on its first message and passivated after `idleTimeoutMs`; it is idle only while nothing is queued, running, stashed or scheduled. A message that arrives while it deactivates is handled once, by the next instance.',
  () => {
    it('first message creates, idleness passivates, the next recreates; each message renews the time', async () => {
      const events: string[] = [];
      const universe: Universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          idleTimeoutMs: 1_000,
          create: () => ({
            onActivate: () => void events.push(`born ${universe.clock.now()}`),
            onDeactivate: () => void events.push(`gone ${universe.clock.now()}`),
          }),
        }),
      );
      expect(events).toEqual([]);
      universe.runtime.tell(new Note());
      await universe.advance(900);
      universe.runtime.tell(new Note());
      await universe.advance(5_000);
      universe.runtime.tell(new Note());
      await universe.advance(5_000);
      expect(events).toEqual(['born 0', 'gone 1900', 'born 5900', 'gone 6900']);
      expect(universe.runtime.snapshot().actors['order']?.instances).toBe(0);
      expect(universe.clock.pending).toBe(0);
    });

    it('not while it is running, stashed or scheduled', async () => {
      const gate = new Gate();
      const gone: unknown[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, async ({ key }, context) => {
              if (key === 'running') await gate.opened;
              if (key === 'stashed') context.stash();
              if (key === 'scheduled') context.schedule.every('tick', 600_000, new Tick(key));
            }),
            handle(Tick, nothing),
          ],
          {
            keyBy: byKey,
            idleTimeoutMs: 1_000,
            create: () => ({ onDeactivate: ({ key }: ActivationContext) => void gone.push(key) }),
          },
        ),
      );
      for (const key of ['running', 'stashed', 'scheduled', 'idle']) universe.runtime.tell(new Note(0, key));
      await universe.advance(100_000);
      expect(gone).toEqual(['idle']);
      gate.open();
      await universe.advance(1_000);
      expect(gone).toEqual(['idle', 'running']);
    });

    it('a message that comes during onDeactivate goes to the next instance, once', async () => {
      const gate = new Gate();
      const seen: string[] = [];
      let instances = 0;
      const universe = await Universe.of(
        actor(
          'order',
          [handle(Note, ({ n }, _, self: { id: number }) => void seen.push(`note ${n} by ${self.id}`))],
          {
            keyBy: byKey,
            idleTimeoutMs: 1_000,
            create: () => ({ id: (instances += 1), onDeactivate: () => gate.opened }),
          },
        ),
      );
      universe.runtime.tell(new Note(1));
      await universe.advance(1_000);
      for (const n of [2, 3]) universe.runtime.tell(new Note(n));
      await universe.quiet();
      expect(seen).toEqual(['note 1 by 1']);
      gate.open();
      await universe.quiet();
      expect(seen).toEqual(['note 1 by 1', 'note 2 by 2', 'note 3 by 2']);
    });

    it('a message that comes when the time is up, before the instance ends, is handled by that instance', async () => {
      const seen: string[] = [];
      let instances = 0;
      const universe = await Universe.of(
        actor(
          'order',
          [handle(Note, ({ n }, _, self: { id: number }) => void seen.push(`note ${n} by ${self.id}`))],
          {
            keyBy: byKey,
            idleTimeoutMs: 1_000,
            create: () => ({ id: (instances += 1) }),
          },
        ),
      );
      universe.runtime.tell(new Note(1));
      await universe.quiet();
      universe.clock.advance(1_000);
      universe.runtime.tell(new Note(2));
      await universe.quiet();
      expect(seen).toEqual(['note 1 by 1', 'note 2 by 1']);
    });
  },
);

guarantee(
  'G21',
  'Beyond `maxInstances` the longest-idle instance is ended for each new one; when none is idle the number is exceeded until one is, and `activity` says so.',
  () => {
    it('and passivates nothing while there is room', async () => {
      const gone: unknown[] = [];
      const gate = new Gate();
      const universe = await Universe.of(
        actor('order', [handle(Note, ({ key }) => (key.startsWith('busy') ? gate.opened : undefined))], {
          keyBy: byKey,
          maxInstances: 3,
          create: () => ({ onDeactivate: ({ key }: ActivationContext) => void gone.push(key) }),
        }),
      );
      const activities = universe.record();
      const instances = (): number | undefined => universe.runtime.snapshot().actors['order']?.instances;
      const tell = async (...keys: string[]): Promise<void> => {
        for (const key of keys) {
          universe.runtime.tell(new Note(0, key));
          await universe.quiet();
        }
      };
      await tell('a', 'b', 'c', 'a');
      expect([gone, instances()]).toEqual([[], 3]);
      await tell('d');
      expect([gone, instances()]).toEqual([['b'], 3]);
      await tell('busy 1', 'busy 2', 'busy 3');
      expect([gone, instances()]).toEqual([['b', 'c', 'a', 'd'], 3]);
      expect(activities.some(({ detail }) => detail !== undefined)).toBe(false);
      await tell('busy 4');
      expect(instances()).toBe(4);
      expect(activities.filter(({ type }) => type === 'activated').at(-1)).toMatchObject({
        address: 'mailbox://order/busy%204',
        detail: '4 instances live, more than maxInstances; none is idle',
      });
      gate.open();
      await universe.quiet();
      expect([gone, instances()]).toEqual([['b', 'c', 'a', 'd', 'busy 1'], 3]);
    });
  },
);

guarantee(
  'G22',
  "While `onActivate` (or the constructor) fails, the message stays at the head and activation is tried again with supervision's backoff; beyond `maxRestarts` the actor stops. Singletons activate once at start; if one fails, the others deactivate and `init` (or `start`) rejects, the one hook of ours that throws.",
  () => {
    for (const [what, makeFailing] of Object.entries({
      'onActivate throws': (): object => ({ onActivate: () => fail() }),
      'onActivate rejects': (): object => ({ onActivate: () => Promise.reject(new Error('no')) }),
      'the constructor throws': (): object => fail(),
      'its dependencies reject': (): Promise<object> => Promise.reject(new Error('no')),
    })) {
      it(`${what}: nothing is lost in two seconds with a thousand queued messages, and the order stays`, async () => {
        const seen: number[] = [];
        const tries: number[] = [];
        const universe: Universe = await Universe.of(
          actor('order', [handle(Note, ({ n }) => void seen.push(n))], {
            keyBy: byKey,
            create: () => {
              tries.push(universe.clock.now());
              return universe.clock.now() < 2_000 ? makeFailing() : {};
            },
          }),
        );
        for (let n = 0; n < 1_000; n += 1) universe.runtime.tell(new Note(n));
        await universe.advance(2_000);
        expect([seen, universe.totals.queued]).toEqual([[], 1_000]);
        await universe.advance(2_000);
        expect(seen).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
        expect(universe.reasons).toEqual([]);
        const pauses = tries.slice(1).map((at, n) => at - (tries[n] as number));
        for (const [n, pause] of pauses.entries()) {
          expect(pause).toBeGreaterThanOrEqual(100 * 2 ** n * 0.5);
          expect(pause).toBeLessThanOrEqual(100 * 2 ** n);
        }
      });
    }

    it('beyond maxRestarts the actor stops', async () => {
      let tries = 0;
      const universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          supervision: { maxRestarts: 2, backoffMs: 10 },
          create: () => fail(new Error(`no ${(tries += 1)}`)),
        }),
      );
      const activities = universe.record();
      universe.runtime.tell(new Note(1));
      universe.runtime.tell(new Note(2));
      await universe.advance(1_000);
      expect(tries).toBe(3);
      expect(types(activities).filter((type) => type === 'activation-failed')).toHaveLength(3);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'actor-stopped', errors: [new Error('no 3')] },
        { reason: 'actor-stopped', errors: [new Error('no 3')] },
      ]);
      expect(universe.clock.pending).toBe(1); // the log's pause
      universe.runtime.tell(new Note(3));
      await universe.quiet();
      expect(tries).toBe(4);
    });

    it('singletons activate once at start; if one fails, the others deactivate and start() rejects', async () => {
      const hooks: string[] = [];
      const universe = new Universe();
      const one = (name: string, onActivate: () => unknown): ActorDefinition =>
        actor(name, [handle(name === 'good' ? Note : Other, () => void hooks.push('handled'))], {
          create: () => ({
            onActivate: () => (hooks.push(`${name} activates`), onActivate()),
            onDeactivate: () => void hooks.push(`${name} deactivates`),
          }),
        });
      universe.runtime.register([
        one('good', nothing),
        one('bad', () => Promise.reject(new Error('no database'))),
      ]);
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await expect(universe.runtime.start()).rejects.toMatchObject({
        name: 'ActivationError',
        message: 'the actor BadActor could not be activated at start: no database',
        cause: new Error('no database'),
      });
      expect(hooks).toEqual(['good activates', 'bad activates', 'good deactivates']);
      expect(universe.reasons).toEqual(['shutdown', 'shutdown']);
      expect(universe.runtime.state).toBe('closed');
    });

    it('nothing is handled before activation has resolved', async () => {
      const gate = new Gate();
      const events: string[] = [];
      const universe = await Universe.of(
        actor('order', [handle(Note, () => void events.push('handled'))], {
          keyBy: byKey,
          create: () => ({ onActivate: () => gate.opened.then(() => void events.push('activated')) }),
        }),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(events).toEqual([]);
      gate.open();
      await universe.quiet();
      expect(events).toEqual(['activated', 'handled']);
    });

    it('in an application init() rejects, and closing it does not, whatever a hook of an actor throws', async () => {
      const hooks: string[] = [];
      @Actor()
      class GoodActor {
        onActivate(): void {
          hooks.push('activated');
        }

        onDeactivate(): void {
          hooks.push('deactivated');
          fail();
        }
      }
      @Actor()
      class BadActor {
        onActivate(): void {
          fail(new Error('no database'));
        }
      }
      const bad = await compileApplication({ providers: [GoodActor, BadActor] });
      await expect(bad.module.init()).rejects.toThrow(
        /BadActor could not be activated at start: no database/,
      );
      await closeFailed(bad.module);
      const good = await compileApplication({ providers: [GoodActor] });
      await good.module.init();
      await expect(good.module.close()).resolves.toBeUndefined();
      expect(hooks).toEqual(['activated', 'deactivated', 'activated', 'deactivated']);
    });
  },
);
