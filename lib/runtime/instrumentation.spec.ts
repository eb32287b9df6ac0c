import { AsyncLocalStorage } from 'node:async_hooks';
import { actor, Gate, handle, subscribe, Universe } from '../../test/universe.js';
import type { ActorDefinition } from './actor-definition.js';
import { RuntimeStateError } from './errors.js';
import type {
  AttemptTrace,
  MailboxInstrumentation,
  MessageAttempt,
  MessageSend,
  SendTrace,
} from './instrumentation.js';

class Note {
  constructor(readonly n = 0) {}
}
class Reply {}
class Heard {}

const fail = (): never => {
  throw new Error('no');
};

/** Writes down everything that it sees, and puts a header on what is sent. */
class Witness implements MailboxInstrumentation {
  readonly lines: string[] = [];
  readonly sends: MessageSend[] = [];
  readonly attempts: MessageAttempt[] = [];
  readonly context = new AsyncLocalStorage<string>();

  send(send: MessageSend): SendTrace {
    this.sends.push(send);
    this.lines.push(`${send.verb} ${send.type}`);
    return {
      headers: { trace: `sent-${send.id}` },
      end: (outcome) => {
        const why = outcome.kind === 'refused' ? ` ${outcome.reason}` : '';
        this.lines.push(`${send.verb} ${send.type}: ${outcome.kind}${why}`);
      },
    };
  }

  process(attempt: MessageAttempt): AttemptTrace {
    this.attempts.push(attempt);
    const name = `${attempt.handler} ${attempt.envelope.attempt}`;
    return {
      run: (call) => this.context.run(name, call),
      end: (outcome) => {
        const error = 'error' in outcome ? ` ${(outcome.error as Error).constructor.name}` : '';
        const why = outcome.kind === 'dead' ? ` ${outcome.reason}` : '';
        this.lines.push(`${name}: ${outcome.kind}${why}${error}`);
      },
    };
  }
}

async function watched(
  actors: ActorDefinition | readonly ActorDefinition[],
  ...instrumentations: MailboxInstrumentation[]
): Promise<Universe> {
  const universe = new Universe();
  for (const instrumentation of instrumentations) universe.runtime.instrument(instrumentation);
  universe.runtime.register([actors].flat());
  await universe.runtime.start();
  return universe;
}

describe('an instrumentation', () => {
  it('sees each send and how it went, with what is known of it', async () => {
    const witness = new Witness();
    const scribe = actor('scribe', [
      handle(Note, function note(_, context) {
        context.tell(new Reply());
        context.publish(new Heard(), { headers: { tenant: 't' } });
      }),
    ]);
    const universe = await watched(scribe, witness);
    await universe.runtime.deliver(new Note(), {
      headers: { tenant: 'acme' },
      correlationId: 'c-1',
      id: 'n-1',
    });
    await universe.quiet();
    expect(witness.lines).toEqual([
      'deliver Note',
      'deliver Note: accepted',
      'tell Reply',
      'tell Reply: refused no-recipient',
      'publish Heard',
      'publish Heard: unheard',
      'ScribeActor.note 1: handled',
    ]);
    const [note, reply, heard] = witness.sends;
    expect(note).toMatchObject({
      id: 'n-1',
      actor: 'scribe',
      correlationId: 'c-1',
      headers: { tenant: 'acme' },
    });
    expect(note?.causationId).toBeUndefined();
    expect(reply).toMatchObject({
      causationId: 'n-1',
      correlationId: 'c-1',
      from: 'mailbox://scribe',
      headers: { tenant: 'acme', trace: 'sent-n-1' },
    });
    expect(reply?.actor).toBeUndefined();
    expect(heard?.headers).toEqual({ tenant: 't', trace: 'sent-n-1' });
  });

  it('has the id that it was shown travel with the message, and its headers with it', async () => {
    const witness = new Witness();
    const universe = await watched(actor('scribe', [handle(Note, () => undefined)]), witness);
    const receipt = await universe.runtime.deliver(new Note());
    universe.runtime.tell(new Note(), { headers: { tenant: 'acme' } });
    await universe.quiet();
    expect(receipt).toEqual({ id: witness.sends[0]?.id, correlationId: witness.sends[0]?.id });
    expect(witness.attempts.map(({ envelope }) => [envelope.id, envelope.headers])).toEqual([
      [receipt.id, { trace: `sent-${receipt.id}` }],
      [witness.sends[1]?.id, { tenant: 'acme', trace: `sent-${witness.sends[1]?.id}` }],
    ]);
  });

  it('sees every way in which an attempt ends', async () => {
    const witness = new Witness();
    const gate = new Gate();
    const scribe = actor('scribe', [
      handle(
        Note,
        function note({ n }, context) {
          if (n === 1) return undefined;
          if (n === 2) return Promise.resolve();
          if (n === 3) return fail();
          if (n === 4) return 'a value';
          if (n === 5) return context.stash();
          return gate.opened;
        },
        { retry: { attempts: 2, backoffMs: 10, jitter: false } },
      ),
    ]);
    const universe = await watched(scribe, witness);
    for (let n = 1; n <= 6; n += 1) universe.runtime.tell(new Note(n));
    await universe.advance(10);
    void universe.runtime.drain({ timeoutMs: 100 });
    await universe.advance(100);
    expect(witness.lines.filter((line) => line.startsWith('Scribe'))).toEqual([
      'ScribeActor.note 1: handled',
      'ScribeActor.note 1: handled',
      'ScribeActor.note 1: retried Error',
      'ScribeActor.note 2: dead handler-failed Error',
      'ScribeActor.note 1: dead returned-value ReturnedValueError',
      'ScribeActor.note 1: stashed',
      'ScribeActor.note 1: dead shutdown ShutdownError',
    ]);
    gate.open();
    await universe.quiet();
    expect(witness.lines.filter((line) => line.includes('shutdown'))).toHaveLength(1);
  });

  it('sets a context that is there for the handler, across its awaits, and for nobody else', async () => {
    const witness = new Witness();
    const seen: (string | undefined)[] = [];
    const see = (): void => void seen.push(witness.context.getStore());
    const scribe = actor('scribe', [
      handle(Note, async function note() {
        see();
        await Promise.resolve();
        see();
      }),
      handle(Reply, function look() {
        see();
      }),
    ]);
    const bystander = actor('bystander', [subscribe(Heard, see)]);
    const universe = await watched([scribe, bystander], {
      process: (attempt) => (attempt.actor === 'scribe' ? witness.process(attempt) : undefined),
    });
    universe.runtime.tell(new Note());
    universe.runtime.tell(new Reply());
    universe.runtime.publish(new Heard());
    await universe.quiet();
    expect(seen.map(String).toSorted()).toEqual([
      'ScribeActor.look 1',
      'ScribeActor.note 1',
      'ScribeActor.note 1',
      'undefined',
    ]);
  });

  it('stands within those that were given before it', async () => {
    const lines: string[] = [];
    const named = (name: string): MailboxInstrumentation => ({
      process: () => ({
        run: (call) => {
          lines.push(`${name} in`);
          call();
          lines.push(`${name} out`);
        },
      }),
    });
    const scribe = actor('scribe', [handle(Note, () => void lines.push('handler'))]);
    const universe = await watched(scribe, named('first'), named('second'));
    universe.runtime.tell(new Note());
    await universe.quiet();
    expect(lines).toEqual(['first in', 'second in', 'handler', 'second out', 'first out']);
  });

  it('harms nobody when it throws, never calls, calls twice or answers with promises', async () => {
    const boom = (): never => fail();
    const hostile: MailboxInstrumentation[] = [
      { send: boom, process: boom },
      {
        send: () => ({ headers: { odd: { toString: boom } as unknown as string }, end: boom }),
        process: () => ({ run: boom, end: boom }),
      },
      { process: () => ({ run: () => {} }) },
      {
        process: () => ({
          run: (call) => {
            call();
            call();
            boom();
          },
        }),
      },
      { send: () => Promise.reject(new Error('late')) as never, process: () => 'text' as never },
    ];
    let calls = 0;
    const scribe = actor('scribe', [
      handle(Note, ({ n }) => {
        calls += 1;
        if (n === 1) fail();
      }),
    ]);
    const universe = await watched(scribe, ...hostile);
    universe.runtime.tell(new Note());
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(calls).toBe(2);
    expect(universe.totals).toMatchObject({ accepted: 2, handled: 1, dead: 1 });
    expect(universe.reasons).toEqual(['handler-failed']);
    expect(universe.logger.texts('error').filter((text) => text.includes('instrumentation'))).toHaveLength(4);
  });

  it('sees what is told early as kept, and a value of nobody as the mistake it is', async () => {
    const witness = new Witness();
    const universe = new Universe();
    universe.runtime.instrument(witness);
    universe.runtime.tell(new Note());
    expect(() => universe.runtime.tell(null as never)).toThrow(TypeError);
    universe.runtime.register([actor('scribe', [handle(Note, () => undefined)])]);
    await universe.runtime.start();
    await universe.quiet();
    expect(witness.lines.slice(0, 2)).toEqual(['tell Note', 'tell Note: kept']);
    expect(universe.totals.handled).toBe(1);
  });

  it('comes before the actors are known, or is refused', async () => {
    const { runtime } = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
    expect(() => runtime.instrument(new Witness())).toThrow(RuntimeStateError);
  });
});
