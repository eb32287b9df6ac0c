import { Injectable } from '@nestjs/common';
import { Actor, type ActorContext, Handle, type Activity } from 'nestjs-mailbox';
import { fifo, type KitOptions, MailboxTestKit, NotSettledError } from 'nestjs-mailbox/testing';

class PlaceOrder {}
class ReserveStock {}
class StockReserved {}
class AskSomebody {}

/** Answers when the test says so: real I/O that takes its time. */
@Injectable()
class Somebody {
  answer!: () => void;
  readonly answered = new Promise<void>((resolve) => (this.answer = resolve));
}

/** Rebuilds RPC: keeps a resolver, and settles it in the handler of the answer. */
@Actor()
class OrderActor {
  #reserved: (() => void) | undefined;

  constructor(private readonly somebody: Somebody) {}

  @Handle(AskSomebody)
  async ask(_message: AskSomebody, context: ActorContext): Promise<void> {
    context.tell(new ReserveStock());
    await this.somebody.answered;
  }

  @Handle(PlaceOrder)
  async place(_message: PlaceOrder, context: ActorContext): Promise<void> {
    const reserved = new Promise<void>((resolve) => (this.#reserved = resolve));
    context.tell(new ReserveStock());
    await Promise.race([reserved, aborted(context)]);
  }

  @Handle(StockReserved)
  reserved(): void {
    this.#reserved?.();
  }
}

@Actor()
class StockActor {
  @Handle(ReserveStock)
  reserve(_message: ReserveStock, context: ActorContext): void {
    context.tell(new StockReserved());
  }
}

function aborted({ signal }: ActorContext): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

describe('A handler that waits for an answer behind it', () => {
  const createKit = (options: KitOptions = {}) =>
    MailboxTestKit.create({
      providers: [OrderActor, StockActor, Somebody],
      unseenDeadLetters: 'ignore',
      configure: (builder) => builder.setLogger({ log() {}, warn() {}, error() {} }),
      ...options,
    });

  it.each([
    ['the clock stands still', {}],
    ['the test decides on turns as well', { scheduler: fifo }],
  ])('fails settle() by name, and at once, where %s', async (_, options) => {
    const kit = await createKit(options);
    const activities: Activity[] = [];
    kit.runtime.activity.subscribe((activity) => activities.push(activity));
    kit.tell(new PlaceOrder());
    const failure = await kit.settle({ withinMs: 60_000 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotSettledError);
    expect((failure as Error).message).toMatch(
      /OrderActor\.place of mailbox:\/\/order, busy with PlaceOrder \(test-1\), seems to wait for StockReserved \(test-3\)/,
    );
    expect((failure as NotSettledError).trace.toString()).toContain(
      ' — suspected-reply-wait: OrderActor.place',
    );
    expect(activities.filter(({ type }) => type === 'suspected-reply-wait')).toHaveLength(1);
    await kit.close();
  });

  it('is named when time goes on by itself, and settle() gives up', async () => {
    const kit = await createKit({ clock: 'system' });
    kit.tell(new PlaceOrder());
    await expect(kit.settle({ withinMs: 50 })).rejects.toThrow(/seems to wait for StockReserved/);
    await kit.close();
  });

  it('is reported, and fails nothing, when something else ends it after all', async () => {
    const kit = await createKit();
    const reported: (string | undefined)[] = [];
    kit.runtime.activity.subscribe(({ type, detail }) => {
      if (type !== 'suspected-reply-wait') return;
      reported.push(detail);
      kit.get(Somebody).answer();
    });
    kit.tell(new AskSomebody());
    await kit.settle();
    expect(reported).toEqual([expect.stringContaining('seems to wait for StockReserved')]);
    await kit.close();
  });
});
