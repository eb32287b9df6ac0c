import type { ActivationContext, ActorContext, ActorDefinition } from '../lib/runtime/index.js';
import { actor, Gate, handle, subscribe, Universe } from './universe.js';

class Note {
  constructor(readonly key: string) {}
}

const byKey = (note: Note): string => note.key;

describe('the end of a runtime', () => {
  it('waits for singletons that are still being activated, and deactivates them', async () => {
    const activation = new Gate();
    const hooks: string[] = [];
    const universe = new Universe();
    universe.runtime.register([
      actor('desk', [handle(Note, () => {})], {
        create: () => ({
          onActivate: () => activation.opened.then(() => hooks.push('activated')),
          onDeactivate: () => void hooks.push('deactivated'),
        }),
      }),
    ]);
    const started = universe.runtime.start();
    const drained = universe.runtime.drain();
    activation.open();
    await Promise.all([started, drained]);
    expect(hooks).toEqual(['activated', 'deactivated']);
  });

  it('leaves no timer of an onDeactivate that began before it', async () => {
    const universe = await Universe.of(
      actor('order', [handle(Note, (_, context) => context.passivate())], {
        keyBy: byKey,
        create: () => ({ onDeactivate: () => new Gate().opened }),
      }),
      { drainTimeoutMs: 10_000 },
    );
    universe.runtime.tell(new Note('a'));
    await universe.quiet();
    const drained = universe.runtime.drain({ timeoutMs: 1_000 });
    await universe.advance(1_000);
    await drained;
    expect(universe.clock.pending).toBe(0);
    expect(universe.logger.texts('error')).toEqual([
      'OrderActor.onDeactivate of mailbox://order/a was abandoned after 1000 ms',
    ]);
  });

  it('arms no idle timer any more, which would find instances that are gone', async () => {
    const gate = new Gate();
    const universe = await Universe.of(
      actor('order', [handle(Note, ({ key }) => (key === 'stuck' ? gate.opened : undefined))], {
        keyBy: byKey,
        idleTimeoutMs: 50,
      }),
      { drainTimeoutMs: 10 },
    );
    universe.runtime.tell(new Note('stuck'));
    await universe.quiet();
    universe.runtime.tell(new Note('a'));
    const drained = universe.runtime.drain();
    await universe.advance(10);
    await drained;
    expect(universe.clock.pending).toBe(0);
  });
});

describe('a late end of onDeactivate', () => {
  it('does not end the wait for that of a successor', async () => {
    const gates: Gate[] = [];
    const universe = await Universe.of(
      actor('order', [handle(Note, (_, context) => context.passivate())], {
        keyBy: byKey,
        create: () => ({
          onDeactivate: () => gates[gates.push(new Gate()) - 1]?.opened,
        }),
      }),
      { drainTimeoutMs: 100 },
    );
    universe.runtime.tell(new Note('a'));
    await universe.advance(100);
    universe.runtime.tell(new Note('a'));
    await universe.quiet();
    gates[0]?.open();
    await universe.quiet();
    const drained = universe.runtime.drain({ timeoutMs: 50 });
    await universe.advance(50);
    await drained;
    expect(universe.clock.pending).toBe(0);
  });
});

describe('maxInstances', () => {
  it('ends an idle instance that found room while another one was still being activated', async () => {
    const activation = new Gate();
    const work = new Gate();
    const passivated: (string | undefined)[] = [];
    const slowly = (key: string | undefined): Promise<void> | undefined =>
      key === 'slow' ? activation.opened : undefined;
    const universe = await Universe.of(
      actor('order', [handle(Note, ({ key }) => (key === 'slow' ? work.opened : undefined))], {
        keyBy: byKey,
        maxInstances: 1,
        create: () => ({
          onActivate: ({ key }: ActivationContext) => slowly(key),
          onDeactivate: ({ key }: ActivationContext) => void passivated.push(key),
        }),
      }),
    );
    universe.runtime.tell(new Note('slow'));
    universe.runtime.tell(new Note('quick'));
    await universe.quiet();
    expect(passivated).toEqual([]);
    activation.open();
    await universe.quiet();
    expect(passivated).toEqual(['quick']);
    expect(universe.runtime.snapshot().actors['order']).toMatchObject({ instances: 1, running: 1 });
  });

  it('ends one instance for each that is too many, however long their onDeactivate takes', async () => {
    const work = new Gate();
    const deactivation = new Gate();
    const leaving: (string | undefined)[] = [];
    const universe = await Universe.of(
      actor('order', [handle(Note, ({ key }) => (key < 'd' ? work.opened : undefined))], {
        keyBy: byKey,
        maxInstances: 2,
        create: () => ({
          onDeactivate: ({ key }: ActivationContext) => {
            leaving.push(key);
            return deactivation.opened;
          },
        }),
      }),
    );
    for (const key of ['a', 'b', 'c']) universe.runtime.tell(new Note(key));
    await universe.quiet();
    expect(leaving).toEqual([]); // none is idle
    work.open();
    await universe.quiet();
    expect(leaving).toHaveLength(1);
    deactivation.open();
    await universe.quiet();
    expect(universe.runtime.snapshot().actors['order']).toMatchObject({ instances: 2, handled: 3 });
  });
});

describe('a message that arrives while its keyed instance deactivates', () => {
  it('is handled exactly once, by the next instance, in 100,000 tries', async () => {
    const KEYS = 100;
    const ROUNDS = 1_000;
    const faults: string[] = [];
    const handled = new Map<string, number>();

    class Turn {
      constructor(
        readonly key: string,
        readonly round: number,
        readonly isSecond: boolean,
      ) {}

      get name(): string {
        return `${this.key} in round ${this.round}`;
      }
    }

    /** Leaves with the first message of each round, and is told the second one somewhere on the way out. */
    class Leaver {
      #isLeaving = false;
      #turn = new Turn('', 0, false);

      take(turn: Turn, context: ActorContext): void {
        if (this.#isLeaving) faults.push(`${turn.name}: handled by an instance on its way out`);
        if (turn.isSecond) return void handled.set(turn.name, (handled.get(turn.name) ?? 0) + 1);
        this.#turn = turn;
        context.passivate();
        if (this.#moment() === 0) this.#tellSecond();
      }

      async onDeactivate(): Promise<void> {
        this.#isLeaving = true;
        if (this.#moment() === 1) this.#tellSecond();
        for (let turns = this.#turn.round % 3; turns > 0; turns -= 1) await Promise.resolve();
        if (this.#moment() === 2) this.#tellSecond();
        if (this.#moment() > 2) this.#tellAfter(this.#moment() - 3);
      }

      #moment(): number {
        return (Number(this.#turn.key) + this.#turn.round) % 8;
      }

      #tellAfter(turns: number): void {
        if (turns > 0) queueMicrotask(() => this.#tellAfter(turns - 1));
        else this.#tellSecond();
      }

      #tellSecond(): void {
        universe.runtime.tell(new Turn(this.#turn.key, this.#turn.round, true));
      }
    }

    const take = (turn: Turn, context: ActorContext, self: Leaver): void => self.take(turn, context);
    const universe = await Universe.of(
      actor('leaver', [handle(Turn, take)], {
        keyBy: ({ key }: Turn) => key,
        create: () => new Leaver(),
      }),
    );
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let key = 0; key < KEYS; key += 1) universe.runtime.tell(new Turn(String(key), round, false));
      await universe.quiet();
    }
    expect(faults).toEqual([]);
    expect(handled.size).toBe(KEYS * ROUNDS);
    expect([...handled.values()].every((times) => times === 1)).toBe(true);
    expect(universe.totals).toMatchObject({ handled: 2 * KEYS * ROUNDS, dead: 0, refused: 0 });
  }, 60_000);
});

describe('an idle instance', () => {
  it('gets the tick of its timer, and is passivated only then', async () => {
    class Reminder {
      constructor(readonly key: string) {}
    }
    const lives: string[] = [];
    let made = 0;
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Note, ({ key }, context) => context.schedule.once('remind', 100, new Reminder(key))),
          handle(Reminder, (_, __, self: { number: number }) => void lives.push(`ticked ${self.number}`)),
        ],
        {
          keyBy: byKey,
          idleTimeoutMs: 10,
          create: () => ({ number: (made += 1), onDeactivate: () => void lives.push('ended') }),
        },
      ),
    );
    universe.runtime.tell(new Note('a'));
    await universe.advance(99);
    expect(lives).toEqual([]);
    await universe.advance(1);
    expect(lives).toEqual(['ticked 1']);
    await universe.advance(9);
    expect(lives).toEqual(['ticked 1']);
    await universe.advance(1);
    expect(lives).toEqual(['ticked 1', 'ended']);
  });
});

describe('redrive', () => {
  it('passes deduplication, even for an id that was accepted again meanwhile', async () => {
    const handled: string[] = [];
    let isFailing = true;
    const universe = await Universe.of(
      actor(
        'desk',
        [
          handle(Note, ({ key }) => {
            if (isFailing) throw new Error('not yet');
            handled.push(key);
          }),
        ],
        { deduplicate: { size: 10 } },
      ),
    );
    universe.runtime.tell(new Note('first'), { id: 'same' });
    await universe.quiet();
    isFailing = false;
    universe.runtime.tell(new Note('second'), { id: 'same' });
    universe.runtime.tell(new Note('third'), { id: 'same' });
    await universe.quiet();
    expect(handled).toEqual(['second']);
    expect(universe.totals).toMatchObject({ duplicate: 1 });
    expect(universe.runtime.deadLetters.redrive('same')).toBe(1);
    await universe.quiet();
    expect(handled).toEqual(['second', 'first']);
    expect(universe.totals).toMatchObject({ duplicate: 1, handled: 2, dead: 1 });
  });
});

describe('activation that fails for two seconds', () => {
  it('keeps 1,000 queued messages, in their order, and ends with no dead letter', async () => {
    const handled: number[] = [];
    class Numbered {
      constructor(readonly n: number) {}
    }
    const universe: Universe = await Universe.of(
      actor('order', [handle(Numbered, ({ n }) => void handled.push(n))], {
        keyBy: () => 'a',
        create: () => ({
          onActivate: () => {
            if (universe.clock.now() < 2_000) throw new Error('the database is away');
          },
        }),
      }),
    );
    const numbers = Array.from({ length: 1_000 }, (_, n) => n);
    for (const n of numbers) universe.runtime.tell(new Numbered(n));
    await universe.advance(2_000);
    expect(universe.totals).toMatchObject({ queued: 1_000, handled: 0, dead: 0 });
    await universe.advance(10_000);
    expect(handled).toEqual(numbers);
    expect(universe.runtime.deadLetters.size).toBe(0);
  });
});

describe('one full subscriber of three', () => {
  it('loses only its own', async () => {
    const heard: string[] = [];
    const gate = new Gate();
    const listener = (name: string, capacity: number): ActorDefinition =>
      actor(
        name,
        [
          subscribe(Note, ({ key }) => {
            heard.push(`${name} ${key}`);
            return name === 'slow' ? gate.opened : undefined;
          }),
        ],
        { mailbox: { capacity } },
      );
    const universe = await Universe.of([listener('one', 10), listener('slow', 1), listener('three', 10)]);
    for (const key of ['a', 'b', 'c', 'd']) {
      universe.runtime.publish(new Note(key));
      await universe.quiet();
    }
    gate.open();
    await universe.quiet();
    expect(heard.filter((line) => line.startsWith('one'))).toEqual(['one a', 'one b', 'one c', 'one d']);
    expect(heard.filter((line) => line.startsWith('three'))).toEqual([
      'three a',
      'three b',
      'three c',
      'three d',
    ]);
    expect(heard.filter((line) => line.startsWith('slow'))).toEqual(['slow a', 'slow b']);
    expect(
      universe.runtime.deadLetters.list().map(({ reason, envelope }) => `${reason} ${envelope.to}`),
    ).toEqual(['mailbox-full mailbox://slow', 'mailbox-full mailbox://slow']);
  });
});
