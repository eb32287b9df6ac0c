import { performance } from 'node:perf_hooks';
import { jest } from '@jest/globals';
import { actor, Gate, handle, subscribe, turnOfTheLoop, Universe } from '../universe.js';

class Note {
  constructor(readonly n = 0) {}
}
class Open {}

describe('A cell that has much to do', () => {
  afterEach(() => jest.restoreAllMocks());

  it('hands over to the next one after 64 messages, though the turn is not spent', async () => {
    jest.spyOn(performance, 'now').mockReturnValue(0);
    const events: string[] = [];
    const universe = await Universe.of(
      ['one', 'two'].map((name) =>
        actor(name, [handle(name === 'one' ? Note : Open, () => void events.push(name))]),
      ),
    );
    for (let n = 0; n < 100; n += 1) universe.runtime.tell(new Note(n));
    universe.runtime.tell(new Open());
    await turnOfTheLoop();
    expect(events).toHaveLength(101);
    expect(events.indexOf('two')).toBe(64);
  });
});

describe('drop-oldest', () => {
  it('drops no wish to passivate', async () => {
    const gate = new Gate();
    const events: string[] = [];
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Open, async (_, context) => {
            context.passivate();
            await gate.opened;
          }),
          handle(Note, ({ n }) => void events.push(`note ${n}`)),
        ],
        {
          keyBy: () => 'a',
          mailbox: { capacity: 1, overflow: 'drop-oldest' },
          create: () => ({ onDeactivate: () => void events.push('deactivated') }),
        },
      ),
    );
    universe.runtime.tell(new Open());
    await universe.quiet();
    for (const n of [1, 2, 3]) universe.runtime.tell(new Note(n));
    gate.open();
    await universe.quiet();
    expect(events).toEqual(['deactivated', 'note 3']);
    expect(universe.reasons).toEqual(['mailbox-full', 'mailbox-full']);
  });
});

describe('A failure while stashed messages come back', () => {
  for (const onFailure of ['resume', 'restart'] as const) {
    for (const failing of ['the handler that unstashes', 'the first that came back']) {
      it(`of ${failing} (${onFailure}) loses no other one`, async () => {
        let isOpen = false;
        const seen: number[] = [];
        const universe = await Universe.of(
          actor(
            'scribe',
            [
              handle(Note, ({ n }, context) => {
                if (!isOpen) return context.stash();
                if (n === 1 && failing === 'the first that came back') throw new Error('on purpose');
                seen.push(n);
              }),
              handle(Open, (_, context) => {
                isOpen = true;
                context.unstashAll();
                if (failing === 'the handler that unstashes') throw new Error('on purpose');
              }),
            ],
            { supervision: { onFailure, backoffMs: 10 } },
          ),
        );
        for (const n of [1, 2, 3]) universe.runtime.tell(new Note(n));
        await universe.quiet();
        universe.runtime.tell(new Open());
        universe.runtime.tell(new Note(4));
        await universe.advance(10);
        expect(seen).toEqual(failing === 'the first that came back' ? [2, 3, 4] : [1, 2, 3, 4]);
        expect(universe.reasons).toEqual(['handler-failed']);
        expect(universe.totals).toMatchObject({ stashed: 0, queued: 0 });
      });
    }
  }

  it('does not bring back what is stashed anew before the next time', async () => {
    let calls = 0;
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, (_, context) => {
          calls += 1;
          context.stash();
        }),
        handle(Open, (_, context) => context.unstashAll()),
      ]),
    );
    for (const n of [1, 2]) universe.runtime.tell(new Note(n));
    universe.runtime.tell(new Open());
    await universe.quiet();
    expect(calls).toBe(4);
    expect(universe.totals).toMatchObject({ stashed: 2, queued: 0 });
  });
});

describe('Headers', () => {
  it('reach the last descendant of a message, across actors, retries, ticks and events', async () => {
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const seen: unknown[] = [];
    class Tick {}
    class Told {}
    const universe = await Universe.of([
      actor('first', [
        handle(
          Open,
          (_, context) => {
            if (context.envelope.attempt === 1) throw new Error('on purpose');
            context.schedule.once('tick', 10, new Tick());
          },
          { retry: { attempts: 2, backoffMs: 10 } },
        ),
        handle(Tick, (_, context) => context.tell(new Told())),
      ]),
      actor('second', [
        handle(Told, async (_, context) => {
          await Promise.resolve();
          context.publish(new Note());
        }),
      ]),
      actor('third', [subscribe(Note, (_, { envelope }) => void seen.push(envelope.headers))]),
    ]);
    await universe.runtime.deliver(new Open(), { headers });
    await universe.advance(100);
    expect(seen).toEqual([headers]);
  });
});
