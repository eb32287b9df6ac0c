import { actor, Gate, handle, ManualClock, RecordingLogger, turnOfTheLoop } from '../../test/universe.js';
import type { ActorDefinition } from './actor-definition.js';
import type { Handler } from './handler.js';
import { ActorSystem } from './actor-system.js';
import type { Actor } from './actor.js';
import { resolveOptions } from './options.js';
import { Origin } from './origin.js';
import type { Settlement } from './settlement.js';
import { NO_TERMS } from './terms.js';

class Note {
  constructor(readonly n = 0) {}
}
class Open {}

const fail = (): never => {
  throw new Error('no');
};

/** A system of one actor, and what became of the messages that were sent to it with a callback. */
class Port {
  readonly settlements: string[] = [];
  readonly system: ActorSystem;
  readonly #actor: Actor;
  readonly #clock = new ManualClock();

  constructor(definition: ActorDefinition) {
    this.system = new ActorSystem(resolveOptions(), {
      clock: this.#clock,
      logger: new RecordingLogger(),
      random: () => 0,
      idPrefix: 'm',
    });
    this.system.register([definition]);
    this.#actor = this.system.router.find(definition.name) as Actor;
  }

  /** Whether it was accepted. */
  send(message: object, name: string, expiresAt?: number): boolean {
    const settled = (settlement: Settlement): void => {
      this.settlements.push(`${name}: ${settlement.kind === 'dead' ? settlement.reason : settlement.kind}`);
    };
    const origin = new Origin(undefined, undefined, undefined, { ...NO_TERMS, expiresAt, settled });
    const handler = this.#actor.handlers.get(message.constructor) as Handler;
    return this.#actor.accept(handler, message, name, origin, undefined) === undefined;
  }

  async advance(ms: number): Promise<void> {
    this.#clock.advance(ms);
    for (let quiet = 0; quiet < 5; quiet = this.system.scheduler.isIdle ? quiet + 1 : 0)
      await turnOfTheLoop();
  }
}

describe('the settlement of an accepted message', () => {
  it('comes once, when it was handled, at its first attempt or a later one', async () => {
    const port = new Port(
      actor('scribe', [
        handle(Note, (_, { envelope }) => (envelope.attempt === 1 ? fail() : undefined), {
          retry: { attempts: 2, backoffMs: 100 },
        }),
        handle(Open, async () => undefined),
      ]),
    );
    await port.system.start();
    port.send(new Open(), 'first');
    port.send(new Note(), 'second');
    expect(port.settlements).toEqual([]);
    await port.advance(0);
    expect(port.settlements).toEqual(['first: handled']);
    await port.advance(1_000);
    expect(port.settlements).toEqual(['first: handled', 'second: handled']);
  });

  it('comes once, with the reason, when it became a dead letter in any way', async () => {
    const gate = new Gate();
    const port = new Port(
      actor(
        'scribe',
        [
          handle(Open, () => gate.opened),
          handle(Note, ({ n }, context) => {
            if (n === 1) return 'a value';
            if (n === 2 || n === 3) return context.stash();
            if (n === 4) fail();
            return undefined;
          }),
        ],
        { supervision: { onFailure: 'stop' }, mailbox: { capacity: 5, overflow: 'drop-oldest' } },
      ),
    );
    await port.system.start();
    port.send(new Open(), 'open');
    await port.advance(0);
    port.send(new Note(), 'dropped');
    port.send(new Note(1), 'answer');
    port.send(new Note(), 'late', 0);
    port.send(new Note(2), 'stashed');
    port.send(new Note(4), 'failing');
    port.send(new Note(), 'after it');
    gate.open();
    await port.advance(0);
    expect(port.send(new Note(), 'refused')).toBe(false);
    expect(port.settlements).toEqual([
      'dropped: mailbox-full',
      'open: handled',
      'answer: returned-value',
      'late: expired',
      'failing: handler-failed',
      'stashed: actor-stopped',
      'after it: actor-stopped',
    ]);
  });

  it('comes once, at the deadline of a drain, though the handler settles later', async () => {
    const gate = new Gate();
    const port = new Port(
      actor('scribe', [handle(Open, () => gate.opened), handle(Note, (_, context) => context.stash())]),
    );
    await port.system.start();
    port.send(new Note(), 'stashed');
    port.send(new Open(), 'running');
    port.send(new Note(), 'queued');
    await port.advance(0);
    const drained = port.system.drain(10);
    await port.advance(10);
    await drained;
    gate.open();
    await port.advance(0);
    expect(port.settlements.toSorted((one, other) => one.localeCompare(other))).toEqual([
      'queued: shutdown',
      'running: shutdown',
      'stashed: shutdown',
    ]);
  });
});
