import { actor, Gate, handle, Universe } from '../../test/universe.js';
import { InvalidOptionsError } from '../runtime/errors.js';
import { MailboxHealthIndicator, type MailboxHealthOptions } from './mailbox-health.indicator.js';

class Work {
  constructor(readonly react: () => unknown = () => undefined) {}
}

interface Patient {
  readonly universe: Universe;
  readonly indicator: MailboxHealthIndicator;
  readonly gate: Gate;
  readonly ready: (options?: MailboxHealthOptions) => string;
}

/** A runtime with one actor, and what its indicator says in a line. */
async function patient(): Promise<Patient> {
  const worker = actor(
    'worker',
    [
      handle(Work, function work({ react }: Work) {
        return react();
      }),
    ],
    {
      mailbox: { capacity: 10 },
      supervision: { onFailure: 'stop' },
    },
  );
  const universe = await Universe.of(worker, { stuckAfterMs: 1_000 });
  const indicator = new MailboxHealthIndicator(universe.runtime);
  const ready = (options?: MailboxHealthOptions): string => {
    const { status, problems } = indicator.isReady('mailbox', options).mailbox;
    return [status, ...problems].join('; ');
  };
  return { universe, indicator, gate: new Gate(), ready };
}

describe('MailboxHealthIndicator', () => {
  it('is up, with what is going on, under the name that it is given', async () => {
    const { indicator } = await patient();
    const up = { status: 'up', state: 'running', queued: 0, running: 0, problems: [] };
    expect(indicator.isReady()).toEqual({ mailbox: up });
    expect(indicator.isReady('actors')).toEqual({ actors: up });
    expect(indicator.isAlive()).toEqual({ mailbox: up });
  });

  it('is degraded while a handler is stuck, and alive all the same', async () => {
    const { universe, indicator, gate, ready } = await patient();
    universe.runtime.tell(new Work(() => gate.opened));
    await universe.advance(999);
    expect(ready()).toBe('up');
    await universe.advance(1);
    expect(ready()).toBe('degraded; WorkerActor.work is stuck');
    expect(indicator.isAlive().mailbox.status).toBe('up');
    gate.open();
    await universe.quiet();
    expect(ready()).toBe('up');
  });

  it('is degraded by depth and by age, beyond four fifths of a mailbox and 30 s or what is asked for', async () => {
    const { universe, gate, ready } = await patient();
    universe.runtime.tell(new Work(() => gate.opened));
    await universe.quiet();
    for (let count = 0; count < 8; count += 1) universe.runtime.tell(new Work());
    expect(ready()).toBe('up');
    expect(ready({ maxDepth: 7 })).toBe('degraded; worker has 8 messages queued, more than 7');
    universe.runtime.tell(new Work());
    expect(ready()).toBe('degraded; worker has 9 messages queued, more than 8');
    await universe.advance(500);
    expect(ready({ maxDepth: 9, maxAgeMs: 499 })).toBe(
      'degraded; a message of worker has waited for 500 ms, longer than 499',
    );
    await universe.advance(29_501);
    expect(ready({ maxDepth: 9 })).toBe(
      'degraded; WorkerActor.work is stuck; a message of worker has waited for 30001 ms, longer than 30000',
    );
    expect(ready({ degradedAs: 'up' })).toMatch(/^up; WorkerActor/);
    expect(ready({ degradedAs: 'down' })).toMatch(/^down; WorkerActor/);
    gate.open();
    await universe.quiet();
  });

  it('is not ready while the runtime drains, and dead once that has ended', async () => {
    const { universe, indicator, gate, ready } = await patient();
    universe.runtime.tell(new Work(() => gate.opened));
    await universe.quiet();
    const drained = universe.runtime.drain();
    expect(ready()).toBe('down; the runtime is draining');
    expect(indicator.isAlive().mailbox).toMatchObject({ status: 'up', state: 'draining', running: 1 });
    gate.open();
    await drained;
    expect(ready()).toBe('down; the runtime is closed');
    expect(indicator.isAlive().mailbox.status).toBe('down');
  });

  it('is neither ready nor alive when supervision has stopped an actor for good', async () => {
    const { universe, indicator, ready } = await patient();
    universe.runtime.tell(
      new Work(() => {
        throw new Error('no');
      }),
    );
    await universe.quiet();
    expect(ready()).toBe('down; worker was stopped by its supervision');
    expect(indicator.isAlive().mailbox).toMatchObject({
      status: 'down',
      problems: ['worker was stopped by its supervision'],
    });
  });

  it('is not ready before it has started', () => {
    const indicator = new MailboxHealthIndicator(new Universe().runtime);
    expect(indicator.isReady().mailbox).toMatchObject({ status: 'down', state: 'created' });
    expect(indicator.isAlive().mailbox.status).toBe('up');
  });

  it('refuses options that say nothing', async () => {
    const { indicator } = await patient();
    for (const options of [{ maxDepth: -1 }, { maxAge: 1 }, { degradedAs: 'ok' }])
      expect(() => indicator.isReady('mailbox', options as MailboxHealthOptions)).toThrow(
        InvalidOptionsError,
      );
  });
});
