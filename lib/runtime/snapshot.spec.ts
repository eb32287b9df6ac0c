import { actor, Gate, handle, subscribe, Universe } from '../../test/universe.js';

class Job {
  constructor(readonly hasToFail = false) {}
}

async function universeOf(gate: Gate): Promise<Universe> {
  const work = async ({ hasToFail }: Job): Promise<void> => {
    if (hasToFail) throw new Error('no');
    await gate.opened;
  };
  const worker = actor('worker', [handle(Job, work)], { supervision: { onFailure: 'stop' } });
  return Universe.of(worker, { stuckAfterMs: 30_000 });
}

describe('Snapshot', () => {
  it('counts how the messages of each type ended, and the dead letters by their reason', async () => {
    class Other {}
    const scribe = actor(
      'scribe',
      [
        handle(Job, ({ hasToFail }) => (hasToFail ? 'a value' : undefined)),
        subscribe(Other, () => Promise.reject(new Error('no'))),
      ],
      { deduplicate: { size: 10 }, mailbox: { capacity: 4 } },
    );
    const { runtime } = await Universe.of(scribe);
    runtime.tell(new Job(true));
    runtime.tell(new Job(), { id: 'once' });
    runtime.tell(new Job(), { id: 'once' });
    runtime.publish(new Other());
    runtime.tell(new Other());
    runtime.tell(new Job());
    await runtime.deliver(new Job()).catch(() => undefined);
    await runtime.drain();
    const { actors, deadLetters } = runtime.snapshot();
    expect(actors['scribe']?.messages).toEqual({
      Job: { handled: 2, dead: 1, refused: 1, duplicate: 1 },
      Other: { handled: 0, dead: 1, refused: 0, duplicate: 0 },
    });
    expect(deadLetters).toEqual({ 'returned-value': 1, 'handler-failed': 1, 'no-recipient': 1 });
  });

  it('names what an actor is busy with, how long the oldest waits, and what it has no room for', async () => {
    const gate = new Gate();
    const universe = await universeOf(gate);
    for (let count = 0; count < 3; count += 1) universe.runtime.tell(new Job());
    await universe.advance(2_000);

    expect(universe.runtime.snapshot().actors['worker']).toMatchObject({
      running: 1,
      queued: 2,
      oldestMs: 2_000,
      instances: 1,
      capacity: 10_000,
      busy: [{ address: 'mailbox://worker', isStuck: false }],
    });
    gate.open();
    await universe.runtime.drain();
  });

  it('measures how long messages waited and were handled', async () => {
    const gate = new Gate();
    const universe = await universeOf(gate);
    universe.runtime.tell(new Job());
    await universe.advance(0);
    universe.runtime.tell(new Job());
    await universe.advance(1_000);
    gate.open();
    await universe.quiet();

    const { waitMs, handleMs } = universe.runtime.snapshot().actors['worker'] ?? {};
    expect(waitMs).toMatchObject({ max: 1_000 });
    expect(handleMs).toMatchObject({ max: 1_000 });
  });

  it('is up, degraded while a handler is stuck, and up again', async () => {
    const gate = new Gate();
    const universe = await universeOf(gate);
    universe.runtime.tell(new Job());
    await universe.advance(29_999);
    expect(universe.runtime.snapshot().health).toBe('up');
    await universe.advance(1);
    expect(universe.runtime.snapshot().health).toBe('degraded');
    gate.open();
    await universe.quiet();
    expect(universe.runtime.snapshot().health).toBe('up');
  });

  it('is down when supervision has stopped an actor for good', async () => {
    const universe = await universeOf(new Gate());
    universe.runtime.tell(new Job(true));
    await universe.quiet();
    expect(universe.runtime.snapshot().health).toBe('down');
  });

  it('is down before the start, while draining, and after the end', async () => {
    const universe = new Universe();
    expect(universe.runtime.snapshot().health).toBe('down');
    universe.runtime.register([]);
    await universe.runtime.start();
    expect(universe.runtime.snapshot().health).toBe('up');
    await universe.runtime.drain();
    expect(universe.runtime.snapshot().health).toBe('down');
  });
});
