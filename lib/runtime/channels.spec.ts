import { channel, tracingChannel } from 'node:diagnostics_channel';
import { AsyncLocalStorage } from 'node:async_hooks';
import { actor, handle, Universe } from '../../test/universe.js';
import type { ActivationContext } from './actor-context.js';
import type { DeadLetterChannelMessage, ProcessChannelMessage, SendChannelMessage } from './channels.js';

class Note {
  constructor(readonly n = 0) {}
}

const sends = tracingChannel<SendChannelMessage, SendChannelMessage>('mailbox:send');
const attempts = tracingChannel<ProcessChannelMessage, ProcessChannelMessage>('mailbox:process');
const deadLetters = channel('mailbox:dead-letter');

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;

class Strange {}

/**
 * Listens to a channel as long as a test goes on, to what is about its own messages: a channel belongs to the process, and so to every
 * runtime in it.
 */
const leave: (() => void)[] = [];
function listen(to: typeof deadLetters, hear: (facts: unknown) => void): void {
  const hearOwn = (facts: unknown): void => {
    const { message, envelope } = facts as Partial<SendChannelMessage & ProcessChannelMessage>;
    const about = message ?? envelope?.message;
    if (about instanceof Note || about instanceof Strange) hear(facts);
  };
  to.subscribe(hearOwn);
  leave.push(() => to.unsubscribe(hearOwn));
}

afterEach(() => {
  for (const stop of leave.splice(0)) stop();
});

function scribe(): Promise<Universe> {
  return Universe.of(
    actor('scribe', [
      handle(Note, function note({ n }, context) {
        if (n === 1) throw new Error('no');
        if (n === 2) return Promise.resolve();
        if (n === 3) context.stash();
        return undefined;
      }),
    ]),
  );
}

describe('the diagnostics channels', () => {
  it('tell of what an instance sends while the runtime starts', async () => {
    const heard: unknown[] = [];
    listen(sends.start, (facts) => heard.push((facts as SendChannelMessage).message));
    const universe = await Universe.of([
      actor('teller', [handle(Strange, () => undefined)], {
        create: () => ({ onActivate: (context: ActivationContext) => context.tell(new Note()) }),
      }),
      actor('scribe', [handle(Note, () => undefined)]),
    ]);
    await universe.quiet();
    expect(heard).toEqual([new Note()]);
    expect(universe.totals).toMatchObject({ handled: 1 });
  });

  it('tell of each send, with one object from its start to its end', async () => {
    const heard: [string, SendChannelMessage][] = [];
    for (const event of EVENTS)
      listen(sends[event], (facts) => heard.push([event, facts as SendChannelMessage]));
    const universe = await scribe();
    universe.runtime.tell(new Note());
    universe.runtime.publish(new Note());
    await expect(universe.runtime.deliver(new Strange())).rejects.toThrow('Strange');
    await universe.quiet();
    expect(heard.map(([event, { verb, outcome }]) => `${verb} ${event} ${outcome?.kind}`)).toEqual([
      'tell start accepted',
      'tell end accepted',
      'publish start unheard',
      'publish end unheard',
      'deliver start refused',
      'deliver error refused',
      'deliver end refused',
    ]);
    expect(new Set(heard.map(([, facts]) => facts)).size).toBe(3);
    expect(heard[0]?.[1]).toMatchObject({ type: 'Note', actor: 'scribe', headers: {} });
    expect(heard.at(-1)?.[1].error).toMatchObject({ code: 'NO_RECIPIENT' });
  });

  it.each([
    ['start', 2],
    ['end', 2],
    ['error', 1],
  ] as const)('tell of a send whoever listens to its %s alone', async (event, times) => {
    const heard: unknown[] = [];
    listen(sends[event], (facts) => heard.push(facts));
    const universe = await scribe();
    universe.runtime.tell(new Note());
    universe.runtime.tell(new Strange()); // nobody takes it
    await universe.quiet();
    expect(heard).toHaveLength(times);
  });

  it('tell of what a handler sends, by its context and by a ref', async () => {
    const heard: string[] = [];
    listen(sends.start, (facts) => {
      const { verb, from } = facts as SendChannelMessage;
      heard.push(`${verb} from ${from}`);
    });
    const universe: Universe = await Universe.of([
      actor('teller', [
        handle(Strange, (_message, context) => {
          context.tell(new Note());
          context.ref('scribe').tell(new Note(), context);
          universe.runtime.ref('scribe').tell(new Note());
          context.publish(new Note());
        }),
      ]),
      actor('scribe', [handle(Note, () => undefined)]),
    ]);
    universe.runtime.tell(new Strange());
    await universe.quiet();
    const inside = 'from mailbox://teller';
    expect(heard).toEqual([
      'tell from undefined',
      `tell ${inside}`,
      `tell ${inside}`,
      'tell from undefined',
      `publish ${inside}`,
    ]);
  });

  it('let a subscriber of the start add headers', async () => {
    const received: unknown[] = [];
    const universe = await Universe.of(
      actor('scribe', [handle(Note, (_, { envelope }) => void received.push(envelope.headers))]),
    );
    listen(sends.start, (facts) => {
      (facts as SendChannelMessage).headers['x-trace'] = 'a';
    });
    universe.runtime.tell(new Note(), { headers: { tenant: 'acme' } });
    await universe.quiet();
    expect(received).toEqual([{ tenant: 'acme', 'x-trace': 'a' }]);
  });

  it('tell of each attempt, from the call of the handler to its outcome', async () => {
    const heard: string[] = [];
    for (const event of EVENTS)
      listen(attempts[event], (facts) => {
        const { handler, outcome, error, envelope } = facts as ProcessChannelMessage;
        const n = (envelope.message as Note).n;
        heard.push(
          [n, event, handler, outcome?.kind, (error as Error | undefined)?.message].join(' ').trim(),
        );
      });
    const universe = await scribe();
    for (let n = 0; n <= 3; n += 1) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect(heard).toEqual([
      '0 start ScribeActor.note',
      '0 end ScribeActor.note',
      '0 asyncStart ScribeActor.note handled',
      '0 asyncEnd ScribeActor.note handled',
      '1 start ScribeActor.note',
      '1 end ScribeActor.note',
      '1 error ScribeActor.note dead no',
      '1 asyncStart ScribeActor.note dead no',
      '1 asyncEnd ScribeActor.note dead no',
      '2 start ScribeActor.note',
      '2 end ScribeActor.note',
      '2 asyncStart ScribeActor.note handled',
      '2 asyncEnd ScribeActor.note handled',
      '3 start ScribeActor.note',
      '3 end ScribeActor.note',
      '3 asyncStart ScribeActor.note stashed',
      '3 asyncEnd ScribeActor.note stashed',
    ]);
  });

  it('bind a store to an attempt', async () => {
    const store = new AsyncLocalStorage<unknown>();
    attempts.start.bindStore(store as never, ({ envelope }) => envelope.type as never);
    leave.push(() => attempts.start.unbindStore(store as never));
    const seen: unknown[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, async () => {
          await Promise.resolve();
          seen.push(store.getStore());
        }),
      ]),
    );
    universe.runtime.tell(new Note());
    await universe.quiet();
    expect(seen).toEqual(['Note']);
  });

  it('tell of each dead letter', async () => {
    const letters: DeadLetterChannelMessage[] = [];
    listen(deadLetters, (letter) => letters.push(letter as DeadLetterChannelMessage));
    const universe = await scribe();
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(letters).toEqual(universe.runtime.deadLetters.list());
    expect(letters).toHaveLength(1);
  });

  it('are heard from the moment somebody subscribes, until nobody does', async () => {
    const heard: unknown[] = [];
    const universe = await scribe();
    universe.runtime.tell(new Note());
    await universe.quiet();
    listen(attempts.asyncEnd, (facts) => heard.push(facts));
    universe.runtime.tell(new Note());
    await universe.quiet();
    leave.pop()?.();
    universe.runtime.tell(new Note());
    await universe.quiet();
    expect(heard).toHaveLength(1);
    expect(universe.totals.handled).toBe(3);
  });

  it('hear at once of what is told from outside by a ref', async () => {
    const heard: unknown[] = [];
    const universe = await scribe();
    const ref = universe.runtime.ref('scribe');
    ref.tell(new Note());
    listen(sends.start, (facts) => heard.push(facts));
    ref.tell(new Note());
    leave.pop()?.();
    ref.tell(new Note());
    await universe.quiet();
    expect(heard).toHaveLength(1);
    expect(universe.totals.handled).toBe(3);
  });
});
