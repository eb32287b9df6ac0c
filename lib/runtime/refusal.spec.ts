import { actor, handle, subscribe, Universe } from '../../test/universe.js';
import { claimMessage } from './claims.js';
import { declareMessage } from './message.js';

class Note {
  readonly text: string = 'note';
}
class LongNote extends Note {}
class Heard {}
class Other {}

/** A second copy of the class, as two copies of a package bring it. */
const copyOfNote = (() => {
  class Copy {}
  declareMessage(Copy, { type: 'Note' });
  return Copy;
})();

describe('What nobody takes', () => {
  let universe: Universe;

  beforeEach(async () => {
    universe = await Universe.of([
      actor('note', [handle(Note, () => {})]),
      actor('list', [subscribe(Heard, () => {})]),
    ]);
  });

  async function whyOf(message: object): Promise<string> {
    universe.runtime.tell(message);
    await expect(universe.runtime.deliver(message)).rejects.toMatchObject({ code: 'NO_RECIPIENT' });
    const [error] = universe.runtime.deadLetters.list({ reason: 'no-recipient' })[0]?.errors ?? [];
    return (error as Error).message;
  }

  it('is told from a subclass of what somebody handles', async () => {
    expect(await whyOf(new LongNote())).toBe(
      'no actor handles LongNote: NoteActor handles Note, and a handler takes no subclasses; add @Handle(LongNote) to it',
    );
  });

  it('is told from a second copy of a class', async () => {
    expect(await whyOf(new copyOfNote())).toBe(
      'no actor handles Note: NoteActor handles another class of that type; if they are meant to be one, its file or package is loaded twice: import it from one place',
    );
  });

  it('is told from an event', async () => {
    expect(await whyOf(new Heard())).toBe(
      'no actor handles Heard: ListActor subscribes to it, which hears what is published; publish it, or add @Handle(Heard) to its owner',
    );
  });

  it('is told from what an actor would take that no module provides', async () => {
    class Forgotten {}
    claimMessage(Forgotten, 'ForgottenActor');
    expect(await whyOf(new Forgotten())).toBe(
      'no actor handles Forgotten: ForgottenActor does, but no module of this application provides it; add it to the providers of one that is imported',
    );
  });

  it('is unknown otherwise', async () => {
    expect(await whyOf(new Other())).toBe(
      'no actor handles Other; add @Handle(Other) to the actor that owns it, or publish it if it is an event',
    );
  });

  it.each([null, 'x', { name: 'Note' }, () => {}])(
    'is no message, where a field of it hides its class: %p',
    async (constructor) => {
      const { runtime, logger } = universe;
      const sent = (): Note => Object.assign(new Note(), { constructor });
      const why =
        'a Note has a field named constructor, which hides its class: let Note take the fields that it knows, not every field of a body';
      runtime.tell(sent());
      runtime.ref('note').tell(sent());
      runtime.publish(sent());
      await expect(runtime.deliver(sent())).rejects.toMatchObject({ code: 'INVALID_MESSAGE', message: why });
      expect(runtime.deadLetters.list().map(({ reason, errors }) => [reason, String(errors[0])])).toEqual(
        Array(2).fill(['invalid-message', `InvalidMessageError: ${why}`]),
      );
      expect(logger.texts().at(-1)).toContain(why);
    },
  );

  it('is no message: a plain object that is published has advice of its own', () => {
    universe.runtime.publish({ text: 'note' });
    expect(universe.logger.texts().join('\n')).toContain(
      'publish an instance of its class: new OrderPlaced(data)',
    );
  });
});

describe('An error', () => {
  class Change {
    readonly list: string[] = [];
    readonly text: string = 'before';
  }

  it.each([
    ['a field', (message: Change) => Object.assign(message, { text: 'after' })],
    ['a list', (message: Change) => message.list.push('more')],
    ['what is not there', (message: Change) => Object.assign(message, { more: true })],
    ['what is deleted', (message: Change) => Reflect.apply(deleteText, undefined, [message])],
  ])('says that messages are frozen when a handler changes one: %s', async (_, change) => {
    const universe = await Universe.of(
      [
        actor('change', [
          handle(Change, (message) => {
            change(message);
          }),
        ]),
      ],
      {
        freeze: 'always',
      },
    );
    universe.runtime.tell(new Change());
    await universe.quiet();
    expect(universe.logger.texts().join('\n')).toContain(
      'a message is frozen when it is sent: change a copy',
    );
  });

  it('of a keyBy is the cause of the refusal, and in the log, but in no text that a client may get', async () => {
    const universe = await Universe.of([
      actor('note', [handle(Note, () => {})], {
        keyBy: () => {
          throw new RangeError('no such order');
        },
      }),
    ]);
    await expect(universe.runtime.deliver(new Note())).rejects.toMatchObject({
      message: 'no key for Note at the actor note: keyBy threw; see the cause of this error',
      cause: expect.any(RangeError) as RangeError,
    });
    universe.runtime.tell(new Note());
    expect(universe.logger.texts().at(-1)).toContain('see the cause of this error (no such order)');
  });
});

function deleteText(message: { text?: string }): void {
  delete message.text;
}

describe('A dead letter says why, also of a message that only waited', () => {
  const codesOf = ({ runtime }: Universe): readonly unknown[] =>
    runtime.deadLetters
      .list()
      .map(({ reason, errors }) => [reason, (errors.at(-1) as { code?: string }).code]);

  it('when the stash was full', async () => {
    const universe = await Universe.of([actor('note', [handle(Note, (_, context) => context.stash())])], {
      mailbox: { capacity: 1 },
    });
    for (let n = 0; n < 2; n += 1) {
      universe.runtime.tell(new Note());
      await universe.quiet();
    }
    expect(codesOf(universe)).toEqual([['stash-overflow', 'STASH_FULL']]);
  });

  it('when the runtime ended first', async () => {
    const universe = await Universe.of([
      actor('note', [handle(Note, () => new Promise<void>(() => {}))]),
      actor('other', [handle(Other, (_, context) => context.stash())]),
    ]);
    for (const message of [new Note(), new Note(), new Other()]) universe.runtime.tell(message);
    await universe.quiet();
    const drained = universe.runtime.drain();
    await universe.advance(20_000);
    await drained;
    expect(codesOf(universe)).toEqual([
      ['shutdown', 'SHUTDOWN'],
      ['shutdown', 'SHUTDOWN'],
      ['shutdown', 'SHUTDOWN'],
    ]);
  });

  it('when its actor was stopped', async () => {
    const fail = (): never => {
      throw Object.assign(new Error('no'), { code: 'NO' });
    };
    const universe = await Universe.of([
      actor('note', [handle(Note, fail)], { supervision: { onFailure: 'stop' } }),
    ]);
    for (let n = 0; n < 2; n += 1) universe.runtime.tell(new Note());
    await universe.quiet();
    expect(codesOf(universe)).toEqual([
      ['handler-failed', 'NO'],
      ['actor-stopped', 'ACTOR_STOPPED'],
    ]);
  });
});
