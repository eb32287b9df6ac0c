import type { ElementName } from './element-name.js';
import type { ImportEnding } from './imports.js';

/** What an actor is called, and what its first messages are. */
export interface ActorNames {
  /** `order` */
  readonly file: string;
  /** `OrderActor` */
  readonly actor: string;
  /** `StartOrder` */
  readonly start: string;
  /** `OrderStarted` */
  readonly started: string;
}

export function actorNames({ kebab, pascal }: ElementName): ActorNames {
  return { file: kebab, actor: `${pascal}Actor`, start: `Start${pascal}`, started: `${pascal}Started` };
}

/** An actor that can be started once, and says so. */
export function actorSource(
  { actor, start, started }: ActorNames,
  key: string | undefined,
  ending: ImportEnding,
): string {
  const keyBy = key === undefined ? '' : `{ keyBy: (message: { ${key}: string }) => message.${key} }`;
  const message = key === undefined ? '_message' : 'message';
  const facts = key === undefined ? '' : `message.${key}`;
  return `import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { ${[start, started].toSorted().join(', ')} } from './messages${ending}';

@Actor(${keyBy})
export class ${actor} {
  #isStarted = false;

  @Handle(${start})
  start(${message}: ${start}, context: ActorContext): void {
    if (this.#isStarted) return; // it came twice; the first one counts
    this.#isStarted = true;
    context.publish(new ${started}(${facts}));
  }
}
`;
}

/** Its test: by itself, and behind its mailbox. */
export function actorSpec(
  { file, actor, start, started }: ActorNames,
  key: string | undefined,
  ending: ImportEnding,
): string {
  const id = `${file}-1`;
  const facts = key === undefined ? '' : `'${id}'`;
  const context = key === undefined ? '' : `{ key: '${id}' }`;
  const pattern = key === undefined ? '' : `, { ${key}: '${id}' }`;
  return `import { MailboxTestKit, testContext } from 'nestjs-mailbox/testing';
import { ${[start, started].toSorted().join(', ')} } from './messages${ending}';
import { ${actor} } from './${file}.actor${ending}';

describe('${actor}', () => {
  it('starts once', () => {
    const context = testContext(${context});
    const actor = new ${actor}();

    actor.start(new ${start}(${facts}), context);
    actor.start(new ${start}(${facts}), context);

    expect(context.published).toStrictEqual([new ${started}(${facts})]);
  });

  it('takes ${start} from its mailbox', async () => {
    const kit = await MailboxTestKit.create({ providers: [${actor}] });
    const spy = kit.spy(${actor});

    kit.tell(new ${start}(${facts}));
    await kit.settle();

    spy.expectOne(${start}${pattern});
    await kit.close(); // fails if there are dead letters that no line above has looked at
  });
});
`;
}
