import type { ActivationContext } from '../lib/runtime/index.js';
import { actor, Gate, handle, Universe } from './universe.js';

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
    expect(leaving).toEqual(['a']);
    deactivation.open();
    await universe.quiet();
    expect(universe.runtime.snapshot().actors['order']).toMatchObject({ instances: 2, handled: 3 });
  });
});
