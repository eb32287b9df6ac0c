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
          onDeactivate: (_: ActivationContext) => gates[gates.push(new Gate()) - 1]?.opened,
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
