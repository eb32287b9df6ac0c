import { AsyncLocalStorage } from 'node:async_hooks';
import { type ActorContext, type Envelope, type HandlerDefinition } from '../../lib/runtime/index.js';
import { actor, Gate, handle, subscribe, turnOfTheLoop, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { Heard, Note, Open, Other, Tick } from './messages.js';
import { fail } from './reactions.js';

guarantee(
  'G27',
  'Correlation and causation ids are right across awaits, retries, timers and stash. A `once` tick continues its conversation; each `every` tick starts one.',
  () => {
    it('across awaits, retries, stash and any verb', async () => {
      const envelopes: Record<string, Envelope> = {};
      let isOpen = false;
      const universe = await Universe.of([
        actor(
          'order',
          [
            handle(
              Note,
              async (_, context) => {
                await turnOfTheLoop();
                if (context.envelope.attempt === 1) fail();
                if (!isOpen) return context.stash();
                envelopes['note'] = context.envelope;
                context.tell(new Other('by tell'));
                await turnOfTheLoop();
                context.ref('other').tell(new Other('by ref'), context);
                universe.runtime.tell(new Other('by runtime'), context);
                context.publish(new Heard());
                void universe.runtime.deliver(new Other('by deliver'), context);
                universe.runtime.tell(new Other('outside'));
                context.tell(new Other('own'), { correlationId: 'own' });
              },
              { retry: { attempts: 2, backoffMs: 10 } },
            ),
            handle(Open, (_, context) => {
              isOpen = true;
              context.unstashAll();
            }),
          ],
          { keyBy: () => 'a' },
        ),
        actor('other', [
          handle(Other, ({ key }, { envelope }) => void (envelopes[key] = envelope)),
          subscribe(Heard, (_, { envelope }) => void (envelopes['by publish'] = envelope)),
        ]),
      ]);
      universe.runtime.tell(new Note(), { correlationId: 'c', headers: { tenant: 't' } });
      await universe.rest();
      await universe.advance(10);
      await universe.rest();
      universe.runtime.tell(new Open());
      await universe.rest();
      await universe.advance(10);
      await universe.rest();
      const { id } = envelopes['note'] as Envelope;
      for (const verb of ['by tell', 'by ref', 'by runtime', 'by publish', 'by deliver'])
        expect([verb, envelopes[verb]]).toMatchObject([
          verb,
          { correlationId: 'c', causationId: id, from: 'mailbox://order/a', headers: { tenant: 't' } },
        ]);
      expect(envelopes['own']).toMatchObject({ correlationId: 'own', causationId: id });
      expect(envelopes['outside']).toMatchObject({
        correlationId: envelopes['outside']?.id,
        causationId: undefined,
        from: undefined,
        headers: {},
      });
    });

    for (const [how, instrument] of [
      ['', () => {}],
      [', where somebody looks on', ({ runtime }: Universe) => runtime.instrument({ send: () => undefined })],
    ] as const) {
      it(`from one runtime to another, whose own ids look the same${how}`, async () => {
        const other = new Universe({}, 1, { idPrefix: 'two' });
        instrument(other);
        const envelopes: Record<string, Envelope> = {};
        other.runtime.register([
          actor('other', [
            handle(Other, ({ key }, { envelope }) => void (envelopes[key] = envelope)),
            subscribe(Heard, (_, { envelope }) => void (envelopes['by publish'] = envelope)),
          ]),
        ]);
        await other.runtime.start();
        let kept!: ActorContext;
        const universe = new Universe({}, 1, { idPrefix: 'one' });
        universe.runtime.register([
          actor('order', [
            handle(Note, (_, context) => {
              kept = context;
              other.runtime.tell(new Other('by tell'), context);
              other.runtime.ref('other').tell(new Other('by ref'), context);
              void other.runtime.deliver(new Other('by deliver'), context);
              other.runtime.publish(new Heard(), context);
            }),
          ]),
        ]);
        await universe.runtime.start();
        universe.runtime.tell(new Note());
        await universe.quiet();
        other.runtime.tell(new Other('late'), kept);
        await other.quiet();
        const facts = { correlationId: 'one-1', causationId: 'one-1', from: 'mailbox://order' };
        expect(envelopes).toMatchObject({
          'by tell': facts,
          'by ref': facts,
          'by deliver': facts,
          'by publish': facts,
        });
        expect(other.runtime.deadLetters.list()).toMatchObject([
          { reason: 'stale-context', envelope: { ...facts, message: new Other('late') } },
        ]);
      });
    }

    it('a once tick continues its conversation, each every tick starts one', async () => {
      const ticks: Envelope[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Open, (_, { schedule }) => {
            schedule.once('once', 5, new Tick('once'));
            schedule.every('every', 10, new Tick('every'));
          }),
          handle(Tick, (_, { envelope }) => void ticks.push(envelope)),
        ]),
      );
      universe.runtime.tell(new Open(), { id: 'open', correlationId: 'c' });
      await universe.advance(20);
      const [once, first, second] = ticks as [Envelope, Envelope, Envelope];
      expect(once).toMatchObject({ correlationId: 'c', causationId: 'open', from: 'mailbox://scribe' });
      for (const tick of [first, second])
        expect(tick).toMatchObject({
          correlationId: tick.id,
          causationId: undefined,
          from: 'mailbox://scribe',
        });
      expect(first.id).not.toBe(second.id);
    });
  },
);

guarantee(
  'G28',
  "AsyncLocalStorage state of one caller never leaks into the handling of another's message (`enterWith` inside a handler aside).",
  () => {
    const storage = new AsyncLocalStorage<string>();
    const watching = (seen: [string, string | undefined][], name: string): HandlerDefinition[] => {
      const look = (where: string): void => void seen.push([`${name} ${where}`, storage.getStore()]);
      return [
        handle(name === 'one' ? Note : Other, async (message: Note | Other, context: ActorContext) => {
          look('before');
          await Promise.resolve();
          look('after');
          await turnOfTheLoop();
          look('later');
          if (message instanceof Note) storage.run('inside', () => context.tell(new Other()));
          context.schedule.once('tick', 10, name === 'one' ? new Tick() : new Open());
        }),
        handle(name === 'one' ? Tick : Open, () => look('tick')),
      ];
    };

    it('not by tell, deliver, a drain, a timer, an activation, or what another handler ran in', async () => {
      const seen: [string, string | undefined][] = [];
      const universe = new Universe();
      const create = (): object => ({
        onActivate: () => void seen.push(['activate', storage.getStore()]),
        onDeactivate: () => void seen.push(['deactivate', storage.getStore()]),
      });
      await storage.run('start', async () => {
        universe.runtime.register([
          actor('one', watching(seen, 'one'), { keyBy: () => 'a', create }),
          actor('two', watching(seen, 'two')),
        ]);
        await universe.runtime.start();
      });
      await storage.run('caller', async () => {
        universe.runtime.tell(new Note());
        await universe.runtime.deliver(new Note());
        await universe.rest();
      });
      await universe.advance(100);
      await storage.run('end', () => universe.runtime.drain());
      expect(seen.length).toBeGreaterThanOrEqual(16);
      expect(new Set(seen.map(([, store]) => store))).toEqual(new Set([undefined]));
    });

    it('nor from one message to the next, though all are told in contexts of their own', async () => {
      const seen: (string | undefined)[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, async () => {
            seen.push(storage.getStore());
            await turnOfTheLoop();
            seen.push(storage.getStore());
          }),
        ]),
      );
      for (let n = 0; n < 10; n += 1) storage.run(`caller ${n}`, () => universe.runtime.tell(new Note(n)));
      while (universe.totals.handled < 10) await turnOfTheLoop();
      expect(seen).toEqual(Array(20).fill(undefined));
    });

    it("nor into what an abort sets going, by a drain's deadline or a time limit", async () => {
      const seen: [string, string | undefined][] = [];
      const begun = new Gate();
      let pending = 0;
      const hanging = (where: string, options: { timeoutMs?: number } = {}): HandlerDefinition =>
        handle(
          where === 'drained' ? Note : Other,
          async (_, { signal }) => {
            signal.addEventListener('abort', () => seen.push([where, storage.getStore()]));
            if ((pending += 1) === 2) begun.open();
            await new Promise(() => {});
          },
          options,
        );
      const universe = await Universe.of([
        actor('drained', [hanging('drained')], {
          create: () => ({ onDeactivate: () => void seen.push(['deactivated', storage.getStore()]) }),
        }),
        actor('limited', [hanging('limited', { timeoutMs: 10 })]),
        actor('idle', [], {
          create: () => ({ onDeactivate: () => void seen.push(['idle', storage.getStore()]) }),
        }),
      ]);
      universe.runtime.deadLetters.stream.subscribe(() => seen.push(['letter', storage.getStore()]));
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await begun.opened;
      storage.run('clock mover', () => universe.clock.advance(10));
      const drained = storage.run('drainer', () => universe.runtime.drain({ timeoutMs: 100 }));
      storage.run('another clock mover', () => universe.clock.advance(80)); // what is idle has to go
      while (seen.length < 2) await turnOfTheLoop(); // one, or two if the turn before was spent
      storage.run('a third one', () => universe.clock.advance(20));
      await drained;
      expect(seen.map(([where]) => where)).toEqual(['limited', 'idle', 'drained', 'letter', 'letter']);
      expect(new Set(seen.map(([, store]) => store))).toEqual(new Set([undefined]));
    });

    it('nor by publish, a redrive, a retry, a stash, or a successor', async () => {
      const seen: [string, string | undefined][] = [];
      const look = (where: string): void => void seen.push([where, storage.getStore()]);
      let fails = true;
      const universe = await Universe.of(
        [
          actor(
            'order',
            [
              subscribe(
                Heard,
                async (_, context) => {
                  look(`attempt ${context.envelope.attempt}`);
                  await turnOfTheLoop();
                  look('after an await');
                  if (fails) fail();
                  context.passivate();
                },
                { retry: { attempts: 2, backoffMs: 10 } },
              ),
              handle(Note, (_, context) => {
                look('stashing, or unstashed');
                if (fails) context.stash();
              }),
              handle(Open, (_, context) => {
                look('unstashing');
                context.unstashAll();
                context.schedule.every('tick', 10, new Tick());
              }),
              handle(Tick, (_, { schedule }) => {
                look('tick');
                schedule.cancel('tick');
              }),
            ],
            {
              keyBy: () => 'a',
              idleTimeoutMs: 1_000,
              create: () => {
                look('constructor');
                return {
                  onActivate: () => turnOfTheLoop().then(() => look('onActivate')),
                  onDeactivate: () => look('onDeactivate'),
                };
              },
            },
          ),
        ],
        { supervision: { onFailure: 'restart' } },
      );
      const { runtime } = universe;
      const steps: Record<string, () => unknown> = {
        stasher: () => runtime.tell(new Note()),
        publisher: () => runtime.publish(new Heard()),
        'clock mover': () => universe.clock.advance(10),
        'another clock mover': () => universe.clock.advance(100),
        unstasher: () => {
          fails = false;
          runtime.tell(new Open());
        },
        'tick mover': () => universe.clock.advance(10),
        redriver: () => runtime.deadLetters.redrive({}),
        deliverer: () => runtime.deliver(new Note()),
        passivator: () => universe.clock.advance(1_000),
      };
      for (const [caller, step] of Object.entries(steps)) {
        storage.run(caller, step);
        await universe.rest();
      }
      expect([...new Set(seen.map(([where]) => where))].toSorted()).toEqual([
        'after an await',
        'attempt 1',
        'attempt 2',
        'constructor',
        'onActivate',
        'onDeactivate',
        'stashing, or unstashed',
        'tick',
        'unstashing',
      ]);
      expect(seen.filter(([, store]) => store !== undefined)).toEqual([]);
    });
  },
);
