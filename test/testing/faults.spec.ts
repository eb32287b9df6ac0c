import { Injectable } from '@nestjs/common';
import { type ActivationContext, Actor, type ActorContext, Handle } from '../../lib/index.js';
import { MailboxTestKit } from '../../lib/testing/index.js';

class Ask {
  constructor(
    readonly key: string,
    readonly n: number,
  ) {}
}
class Answer {
  constructor(
    readonly key: string,
    readonly n: number,
  ) {}
}

/** Stands for what outlives a crash. */
@Injectable()
class Book {
  readonly lines: string[] = [];
}

@Actor({ keyBy: ({ key }: { key: string }) => key })
class ClerkActor {
  constructor(private readonly book: Book) {}

  @Handle(Ask)
  ask({ key, n }: Ask, context: ActorContext): void {
    this.book.lines.push(`asked ${n}`);
    context.tell(new Answer(key, n));
  }
}

@Actor()
class DeskActor {
  #answers = 0;

  constructor(private readonly book: Book) {}

  onActivate(_context: ActivationContext): void {
    this.book.lines.push('opened');
  }

  @Handle(Answer, { retry: { attempts: 2, backoffMs: 100 } })
  note({ n }: Answer): void {
    this.#answers += 1;
    this.book.lines.push(`answer ${n}, the ${this.#answers}.`);
  }
}

describe('kit.faults', () => {
  let kit: MailboxTestKit;

  beforeEach(async () => {
    kit = await MailboxTestKit.create({ providers: [ClerkActor, DeskActor, Book] });
  });

  afterEach(async () => {
    const { told, accepted, refused, duplicate, handled, dead, queued, running, stashed } =
      kit.runtime.snapshot().totals;
    const sums = [accepted + refused + duplicate, handled + dead + queued + running + stashed];
    if (told !== sums[0] || accepted !== sums[1])
      throw new Error(`the accounts do not add up: ${sums.join()}`);
    await kit.close();
  });

  const ask = async (...numbers: number[]): Promise<string[]> => {
    for (const n of numbers) kit.tell(new Ask('a', n));
    await kit.settle();
    return kit.get(Book).lines.slice(1);
  };

  it('drops a message: accepted, a dead letter, a note in the trace', async () => {
    kit.faults.on(Answer).drop({ times: 1 });
    expect(await ask(1, 2)).toEqual(['asked 1', 'asked 2', 'answer 2, the 1.']);
    expect(kit.deadLetters().map(({ reason, envelope }) => [reason, envelope.type])).toEqual([
      ['rehearsed', 'Answer'],
    ]);
    expect(String(kit.trace())).toContain(
      "clerk/a → desk: Answer { key: 'a', n: 1 } — rehearsed: lost, dead letter rehearsed",
    );
  });

  it('has a message come twice, at once or when everything else is at rest', async () => {
    kit.faults.on(Ask).duplicate({ times: 1 });
    expect(await ask(1)).toEqual(['asked 1', 'asked 1', 'answer 1, the 1.', 'answer 1, the 2.']);
    kit.faults.on(Answer).duplicate({ times: 1, comes: 'at-rest' });
    expect((await ask(2, 3)).slice(4)).toEqual([
      'asked 2',
      'asked 3',
      'answer 2, the 3.',
      'answer 3, the 4.',
      'answer 2, the 5.',
    ]);
  });

  it('delays a message by the clock', async () => {
    kit.faults.on(Answer).delay({ ms: 500, times: 1 });
    expect(await ask(1, 2)).toEqual(['asked 1', 'asked 2', 'answer 2, the 1.']);
    await kit.advance(499);
    expect(kit.get(Book).lines).toHaveLength(4);
    await kit.advance(1);
    expect(kit.get(Book).lines.at(-1)).toBe('answer 1, the 2.');
    expect(String(kit.trace())).toContain('rehearsed: delayed by 500 ms, handled');
  });

  it('has a message be overtaken by the next one, or come last if there is none', async () => {
    kit.faults.on(Ask).reorder({ times: 1 });
    expect((await ask(1, 2, 3)).filter((line) => line.startsWith('asked'))).toEqual([
      'asked 2',
      'asked 3',
      'asked 1',
    ]);
    kit.faults.on(Ask).reorder({ times: 1 });
    expect((await ask(4)).at(-1)).toBe('answer 4, the 4.');
  });

  it('has a handler fail once, for its retry to mend', async () => {
    kit.faults.on(Answer).fail({ times: 1 });
    expect(await ask(1)).toEqual(['asked 1']);
    await kit.advance(100);
    expect(kit.get(Book).lines.at(-1)).toBe('answer 1, the 1.');
    expect(String(kit.trace())).toContain(
      'the handler of Answer at mailbox://desk fails, as the test wants it to',
    );
  });

  it('crashes the application: memory is gone, and singletons start again', async () => {
    await ask(1);
    kit.faults.on(Answer).crash({ times: 1 });
    expect((await ask(2)).slice(1)).toEqual(['answer 1, the 1.', 'asked 2', 'opened']);
    expect((await ask(3)).slice(-2)).toEqual(['asked 3', 'answer 3, the 1.']);
    expect(kit.deadLetters().map(({ reason, envelope }) => [reason, envelope.type])).toEqual([
      ['rehearsed', 'Answer'],
    ]);
  });

  it('crashes the application before anybody handles what came from outside', async () => {
    kit.faults.on(Ask).crash({ times: 1 });
    expect(await ask(1)).toEqual(['opened']); // again
    expect(kit.deadLetters().map(({ reason, envelope }) => [reason, envelope.type])).toEqual([
      ['rehearsed', 'Ask'],
    ]);
  });

  it('crashes the application behind a handler: what it did stays, and what it sent is gone', async () => {
    await ask(1);
    kit.faults.on(Ask).crash({ times: 1, comes: 'after' });
    expect((await ask(2)).slice(-2)).toEqual(['asked 2', 'opened']);
    expect(kit.deadLetters().map(({ reason, envelope }) => [reason, envelope.type])).toEqual([
      ['rehearsed', 'Answer'],
    ]);
  });

  it('loses in a crash also what was under way', async () => {
    kit.faults.on(Ask).delay({ ms: 500, times: 1 });
    await ask(1);
    kit.faults.on(Answer).crash({ times: 1 });
    await ask(2);
    await kit.advance(1_000);
    expect(kit.deadLetters().map(({ envelope }) => envelope.type)).toEqual(['Ask', 'Answer']);
  });

  it('reports each as an activity', async () => {
    const details: (string | undefined)[] = [];
    kit.runtime.activity.subscribe(({ type, detail }) => type === 'rehearsed' && details.push(detail));
    kit.faults.on(Ask).drop({ times: 1 });
    kit.faults.on(Ask).crash({ times: 1 });
    await ask(1, 2);
    expect(details).toEqual(['lost', 'the application crashes']);
  });

  it('can be cleared', async () => {
    kit.faults.on(Ask).drop();
    kit.faults.clear();
    expect(await ask(1)).toEqual(['asked 1', 'answer 1, the 1.']);
  });

  it('holds nothing back for ever: what is under way when the kit closes, comes', async () => {
    kit.faults.on(Ask).delay({ ms: 60_000 });
    await ask(1);
    await kit.close();
    expect(kit.get(Book).lines.at(-1)).toBe('answer 1, the 1.');
  });
});
