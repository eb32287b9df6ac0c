import { actor, Gate, handle, subscribe, turnOfTheLoop, Universe } from '../../test/universe.js';
import type { ActivationContext } from './actor-context.js';
import type { ActorDefinition, HandlerDefinition } from './actor-definition.js';
import { movementOf } from './runtime.js';

class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}
class Other {}

const byKey = ({ key }: Note): string => key;

describe('MailboxRuntime', () => {
  it('shares nothing with another one', async () => {
    const definition = (seen: string[]): ActorDefinition =>
      actor('order', [handle(Note, () => void seen.push('seen'))], { keyBy: byKey });
    const [mine, others]: [string[], string[]] = [[], []];
    const one = await Universe.of(definition(mine));
    const other = await Universe.of(definition(others));
    one.runtime.tell(new Note());
    one.runtime.tell(new Other());
    await one.quiet();
    await other.quiet();
    expect([mine, others, other.totals.told, other.runtime.deadLetters.size]).toEqual([['seen'], [], 0, 0]);
    await one.runtime.drain();
    expect(other.runtime.state).toBe('running');
  });

  it('takes actors that are registered while it runs', async () => {
    const events: string[] = [];
    const universe = await Universe.of([]);
    universe.runtime.register([
      actor('late', [handle(Note, () => void events.push('handled'))], {
        create: () => ({
          onActivate: () => void events.push('activated'),
          onDeactivate: () => void events.push('deactivated'),
        }),
      }),
    ]);
    universe.runtime.tell(new Note());
    await universe.quiet();
    await universe.runtime.drain();
    expect(events).toEqual(['activated', 'handled', 'deactivated']);
  });

  it('refuses a second actor of one name, and a second owner of one message, naming both', async () => {
    const { runtime } = await Universe.of(actor('order', [handle(Note, () => undefined)]));
    expect(() => runtime.register([actor('order', [])])).toThrow(
      "OrderActor and OrderActor are both named 'order'; give one of them another name",
    );
    expect(() => runtime.register([actor('cart', [handle(Note, () => undefined)])])).toThrow(
      'Note is handled by OrderActor and by CartActor; let one own it, and the other subscribe',
    );
  });

  it('registers nothing of what it refuses, so that it can be registered again without what was wrong', async () => {
    const universe = await Universe.of(actor('order', [handle(Note, () => undefined)]));
    const seen: string[] = [];
    const good = actor('scribe', [handle(Other, () => void seen.push('handled'))]);
    for (const [bad, problem] of [
      [actor('scribe', []), /both named 'scribe'/],
      [actor('clerk', [handle(Other, () => undefined)]), /Other is handled by ScribeActor and by ClerkActor/],
      [actor('cart', [handle(Note, () => undefined)]), /Note is handled by OrderActor and by CartActor/],
    ] as const) {
      expect(() => universe.runtime.register([good, bad])).toThrow(problem);
    }
    expect(Object.keys(universe.runtime.snapshot().actors)).toEqual(['order']);
    universe.runtime.register([good]);
    universe.runtime.tell(new Other());
    await universe.quiet();
    expect(seen).toEqual(['handled']);
  });

  it('cannot be started twice, nor before its actors are known, nor when it has ended', async () => {
    const { runtime } = new Universe();
    await expect(runtime.start()).rejects.toThrow(/created cannot be started; register its actors first/);
    runtime.register([]);
    await runtime.start();
    await expect(runtime.start()).rejects.toThrow(/running cannot be started; make a new one/);
    await runtime.drain();
    await expect(runtime.start()).rejects.toThrow(/closed cannot be started; make a new one/);
  });

  it('says where it is in its life', async () => {
    const gate = new Gate();
    const universe = new Universe();
    const states: string[] = [universe.runtime.state];
    universe.runtime.register([actor('scribe', [handle(Note, () => gate.opened)])]);
    states.push(universe.runtime.state);
    await universe.runtime.start();
    states.push(universe.runtime.state);
    universe.runtime.tell(new Note());
    await universe.quiet();
    const drained = universe.runtime.drain();
    states.push(universe.runtime.state);
    gate.open();
    await drained;
    states.push(universe.runtime.state);
    expect(states).toEqual(['created', 'registered', 'running', 'draining', 'closed']);
  });

  it('names what moves', async () => {
    const gate = new Gate();
    const universe = await Universe.of([
      actor('scribe', [
        handle(Note, async function copy() {
          await gate.opened;
        }),
      ]),
      actor('order', [handle(Other, (_, context) => context.passivate())], {
        keyBy: () => 'a',
        create: () => ({ onDeactivate: () => gate.opened }),
      }),
    ]);
    universe.runtime.tell(new Note());
    expect(movementOf(universe.runtime)).toEqual(['mailbox://scribe waits for its turn']);
    await universe.quiet();
    universe.runtime.tell(new Other());
    await universe.quiet();
    expect(movementOf(universe.runtime)).toEqual([
      'ScribeActor.copy is pending at mailbox://scribe',
      'the lifecycle of mailbox://order/a is pending at mailbox://order/a',
    ]);
    gate.open();
    await universe.quiet();
    expect(movementOf(universe.runtime)).toEqual([]);
  });

  it('takes what is delivered from the registration to the drain, and rejects it before and after', async () => {
    const gate = new Gate();
    const universe = new Universe();
    const { runtime } = universe;
    const outcomes: [string, string][] = [];
    const deliver = async (): Promise<void> => {
      const { state } = runtime;
      const outcome = await runtime.deliver(new Note()).then(
        ({ id }) => id,
        (error: Error) => error.message,
      );
      outcomes.push([state, outcome]);
    };
    await deliver();
    runtime.register([actor('scribe', [handle(Note, () => gate.opened)])]);
    await deliver();
    await runtime.start();
    await deliver();
    const drained = runtime.drain();
    await deliver();
    gate.open();
    await drained;
    await deliver();
    expect(outcomes).toEqual([
      ['created', expect.stringContaining('app.init()')],
      ['registered', 'm-2'],
      ['running', 'm-3'],
      ['draining', expect.stringContaining('is draining')],
      ['closed', expect.stringContaining('is closed')],
    ]);
    expect(universe.totals).toMatchObject({ told: 5, accepted: 2, refused: 3, handled: 2 });
    expect(runtime.deadLetters.size).toBe(0);
  });

  it('harms nobody who leaves the promise of deliver alone', async () => {
    const { runtime } = await Universe.of([]);
    void runtime.deliver(new Note());
    void runtime.deliver({});
    await turnOfTheLoop();
    await turnOfTheLoop();
    expect(runtime.snapshot().totals.refused).toBe(2);
  });

  describe('publish', () => {
    it('reaches each subscriber by the key that this one makes of the event, under one id', async () => {
      const seen: unknown[] = [];
      const hear = (name: string): HandlerDefinition =>
        subscribe(Note, (_, { key, envelope }) => void seen.push([name, key, envelope.id]));
      const universe = await Universe.of([
        actor('one', [hear('one')]),
        actor('two', [hear('two')], { keyBy: ({ n }: Note) => `n ${n}` }),
        actor('three', [hear('three')], { keyBy: byKey }),
      ]);
      universe.runtime.publish(new Note(7, 'k'));
      await universe.quiet();
      expect(seen).toEqual([
        ['one', undefined, 'm-1'],
        ['two', 'n 7', 'm-1'],
        ['three', 'k', 'm-1'],
      ]);
      expect(universe.totals).toMatchObject({ told: 3, unheard: 0 });
    });

    it('reaches the other subscribers though the key of one cannot be told', async () => {
      const seen: string[] = [];
      const universe = await Universe.of([
        actor('one', [subscribe(Note, () => void seen.push('one'))], { keyBy: () => undefined as never }),
        actor('two', [subscribe(Note, () => void seen.push('two'))]),
      ]);
      universe.runtime.publish(new Note());
      await universe.quiet();
      expect(seen).toEqual(['two']);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'invalid-key', envelope: { to: 'mailbox://one' } },
      ]);
    });

    it('counts an event that nobody subscribes to, and warns of it once for its type', async () => {
      const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
      const activities = universe.record();
      for (const event of [new Note(), new Note(), new Other()]) universe.runtime.publish(event);
      expect(universe.totals).toMatchObject({ unheard: 3, told: 0 });
      expect(universe.logger.texts('warn')).toHaveLength(2);
      expect(activities.map(({ type, detail }) => [type, detail])).toEqual([
        ['unheard', 'Note'],
        ['unheard', 'Note'],
        ['unheard', 'Other'],
      ]);
      expect(activities.at(-1)).toMatchObject({
        address: 'mailbox://nobody',
        envelope: { type: 'Other', to: 'mailbox://nobody' },
      });
    });
  });

  describe('stop', () => {
    it('ends the key that failed, and lets the running handler of another one finish', async () => {
      const gate = new Gate();
      const events: string[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, async ({ n, key }) => {
              if (n === 0) throw new Error('no');
              await gate.opened;
              events.push(`${key} ${n}`);
            }),
          ],
          {
            keyBy: byKey,
            supervision: { onFailure: 'stop' },
            create: () => ({
              onDeactivate: ({ key }: ActivationContext) => void events.push(`${key} deactivated`),
            }),
          },
        ),
      );
      for (const note of [new Note(1, 'b'), new Note(0, 'a'), new Note(2, 'a')]) universe.runtime.tell(note);
      await universe.quiet();
      expect(events).toEqual(['a deactivated']);
      expect(universe.reasons).toEqual(['handler-failed', 'actor-stopped']);
      gate.open();
      await universe.quiet();
      expect(events).toEqual(['a deactivated', 'b 1']);
    });

    it('keeps what a key is told during its onDeactivate for the next instance', async () => {
      const gate = new Gate();
      const seen: number[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, ({ n }) => {
              if (n === 0) throw new Error('no');
              seen.push(n);
            }),
          ],
          {
            keyBy: byKey,
            supervision: { onFailure: 'stop' },
            create: () => ({ onDeactivate: () => gate.opened }),
          },
        ),
      );
      universe.runtime.tell(new Note(0));
      await universe.quiet();
      universe.runtime.tell(new Note(1));
      await universe.quiet();
      expect(seen).toEqual([]);
      gate.open();
      await universe.quiet();
      expect(seen).toEqual([1]);
    });
  });

  it('passivates idle instances in the order in which they became idle, each at its time', async () => {
    const gone: unknown[] = [];
    const universe: Universe = await Universe.of(
      actor('order', [handle(Note, () => undefined)], {
        keyBy: byKey,
        idleTimeoutMs: 100,
        create: () => ({
          onDeactivate: ({ key }: ActivationContext) => void gone.push([key, universe.clock.now()]),
        }),
      }),
    );
    for (const key of ['a', 'b', 'c', 'a']) {
      universe.runtime.tell(new Note(0, key));
      await universe.advance(10);
    }
    await universe.advance(1_000);
    expect(gone).toEqual([
      ['b', 110],
      ['c', 120],
      ['a', 130],
    ]);
    expect(universe.clock.pending).toBe(0);
  });
});
