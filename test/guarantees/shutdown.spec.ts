import { Injectable, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { type ActivationContext, MailboxClosedError } from '../../lib/runtime/index.js';
import { compileApplication } from '../nest/test-application.js';
import { actor, Gate, handle, turnOfTheLoop, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { byKey, Note, Open, Tick } from './messages.js';
import { fail, nothing } from './reactions.js';

guarantee(
  'G23',
  "On shutdown `deliver` rejects, timers stop, retry backoffs are skipped and failed activations not tried again, what is queued and what is still told is handled, and `onDeactivate` runs (also on passivation and stop; never on restart), all before any provider's `onModuleDestroy`; `onDeactivate` gets what is left of the drain time (at passivation `drainTimeoutMs`), then is abandoned and logged; at the deadline `signal` aborts and what is left, handlers still running included, becomes dead letters `shutdown`, counted in one log line.",
  () => {
    it('deliver rejects, timers stop, what is queued and still told is handled, then onDeactivate runs', async () => {
      const gate = new Gate();
      const events: string[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Open, async (_, context) => {
              context.schedule.every('tick', 10, new Tick());
              await gate.opened;
              context.tell(new Note(3));
            }),
            handle(Note, ({ n }) => void events.push(`note ${n}`)),
            handle(Tick, () => void events.push('tick')),
          ],
          { keyBy: () => 'a', create: () => ({ onDeactivate: () => void events.push('deactivated') }) },
        ),
      );
      universe.runtime.tell(new Open());
      universe.runtime.tell(new Note(1));
      await universe.advance(10);
      const drained = universe.runtime.drain();
      await expect(universe.runtime.deliver(new Note(0))).rejects.toThrow(MailboxClosedError);
      universe.runtime.tell(new Note(2));
      gate.open();
      await drained;
      expect(events).toEqual(['note 1', 'note 2', 'note 3', 'deactivated']);
      expect(universe.clock.pending).toBe(0);
    });

    it('a retry does not wait', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, () => fail(), { retry: { attempts: 3, backoffMs: 5_000 } })]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      await universe.runtime.drain();
      expect(universe.clock.now()).toBe(0);
      expect(universe.runtime.deadLetters.list()[0]?.errors).toHaveLength(3);
    });

    it('a failed activation is not tried again', async () => {
      let tries = 0;
      const universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          create: () => fail(new Error(`no ${(tries += 1)}`)),
        }),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      await universe.runtime.drain();
      expect(tries).toBe(1);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'shutdown', errors: [new Error('no 1')] },
      ]);
    });

    it('onDeactivate runs on passivation, stop and shutdown, never on restart', async () => {
      for (const [end, times] of [
        ['passivate', 1],
        ['stop', 1],
        ['shutdown', 1],
        ['restart', 0],
      ] as const) {
        let deactivated = 0;
        const universe = await Universe.of(
          actor(
            'order',
            [
              handle(Note, (_, context) =>
                end === 'passivate' ? context.passivate() : end === 'shutdown' ? undefined : fail(),
              ),
            ],
            {
              keyBy: byKey,
              supervision: { onFailure: end === 'stop' ? 'stop' : 'restart' },
              create: () => ({ onDeactivate: () => void (deactivated += 1) }),
            },
          ),
        );
        universe.runtime.tell(new Note());
        await universe.advance(1_000);
        if (end === 'shutdown') await universe.runtime.drain();
        expect([end, deactivated]).toEqual([end, times]);
      }
    });

    it('onDeactivate gets what is left of the time, then is abandoned and logged', async () => {
      const universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          create: () => ({ onDeactivate: () => new Gate().opened }),
        }),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      let isDrained = false;
      const drained = universe.runtime.drain({ timeoutMs: 300 }).then(() => (isDrained = true));
      await universe.advance(299);
      expect(isDrained).toBe(false);
      await universe.advance(1);
      await drained;
      expect(universe.logger.texts('error')).toEqual([
        'OrderActor.onDeactivate of mailbox://order/a was abandoned after 300 ms',
      ]);
    });

    it('at the deadline signals abort, and everything left is a dead letter shutdown, in one line', async () => {
      const aborted: string[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, async function wait({ key }, { signal }) {
              signal.addEventListener('abort', () => aborted.push(key));
              await new Gate().opened;
            }),
          ],
          { keyBy: byKey },
        ),
      );
      for (const key of ['a', 'b', 'a', 'a']) universe.runtime.tell(new Note(0, key));
      await universe.quiet();
      const drained = universe.runtime.drain({ timeoutMs: 100 });
      await universe.advance(100);
      await drained;
      expect(aborted).toEqual(['a', 'b']);
      expect(universe.reasons).toEqual(Array<string>(4).fill('shutdown'));
      expect(universe.logger.texts().filter((text) => text.startsWith('drained'))).toEqual([
        'drained in 100 ms: 0 handled, 4 dead letters; unfinished: OrderActor.wait of mailbox://order/a, OrderActor.wait of mailbox://order/b',
      ]);
    });

    it('at passivation onDeactivate gets drainTimeoutMs, then is abandoned and logged', async () => {
      const aborted: number[] = [];
      const universe: Universe = await Universe.of(
        actor('order', [handle(Note, (_, context) => context.passivate())], {
          keyBy: byKey,
          create: () => ({
            onDeactivate: ({ signal }: ActivationContext) => {
              signal.addEventListener('abort', () => aborted.push(universe.clock.now()));
              return new Gate().opened;
            },
          }),
        }),
        { drainTimeoutMs: 700 },
      );
      universe.runtime.tell(new Note());
      await universe.advance(699);
      expect(universe.logger.texts('error')).toEqual([]);
      await universe.advance(1);
      expect(aborted).toEqual([700]);
      expect(universe.logger.texts('error')).toEqual([
        'OrderActor.onDeactivate of mailbox://order/a was abandoned after 700 ms',
      ]);
    });

    it('in an application: all of it before any provider is destroyed, of any module', async () => {
      const events: string[] = [];
      @Injectable()
      class Store {
        onModuleDestroy(): void {
          events.push('destroyed');
        }
      }
      @Module({ providers: [Store], exports: [Store] })
      class StoreModule {}
      @Injectable()
      class Bystander {
        onModuleDestroy(): void {
          events.push('destroyed');
        }
      }
      @Actor({ keyBy: () => 'a' })
      class WriterActor {
        constructor(readonly store: Store) {}

        @Handle(Note, { retry: { attempts: 2, backoffMs: 3_600_000, maxBackoffMs: 3_600_000 } })
        async note({ n }: Note, context: ActorContext): Promise<void> {
          await turnOfTheLoop();
          if (n === 2 && context.envelope.attempt === 1) fail();
          events.push(`note ${n}`);
          if (n < 2) context.tell(new Note(n + 1));
        }

        async onDeactivate(): Promise<void> {
          await turnOfTheLoop();
          events.push('deactivated');
        }
      }
      const { module, runtime } = await compileApplication({
        imports: [StoreModule],
        providers: [WriterActor, Bystander],
      });
      await module.init();
      runtime.tell(new Note(1));
      await module.close();
      expect(events).toEqual(['note 1', 'note 2', 'deactivated', 'destroyed', 'destroyed']);
    });
  },
);
