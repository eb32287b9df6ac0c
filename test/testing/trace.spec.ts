import { Actor, type ActorContext, Handle } from 'nestjs-mailbox';
import {
  ExpectationError,
  type KitOptions,
  MailboxTestKit,
  NotSettledError,
  UnseenDeadLettersError,
} from 'nestjs-mailbox/testing';
import {
  ChargeCard,
  OrderActor,
  OrderClosed,
  OrdersModule,
  PaymentActor,
  PlaceOrder,
  RefundCard,
} from './orders.js';

class Work {
  constructor(readonly outcome: 'fine' | 'flaky' | 'broken' | 'hung' = 'fine') {}
}

@Actor({ supervision: { onFailure: 'restart', backoffMs: 0 }, deduplicate: { size: 10 } })
class WorkerActor {
  @Handle(Work, { retry: { attempts: 2, backoffMs: 10 } })
  async work({ outcome }: Work, { envelope }: ActorContext): Promise<void> {
    if (outcome === 'hung') await new Promise(() => {});
    if (outcome === 'broken' || (outcome === 'flaky' && envelope.attempt === 1)) throw new Error('no luck');
  }
}

describe('A trace', () => {
  let kit: MailboxTestKit;

  const create = async (options: KitOptions): Promise<void> => {
    kit = await MailboxTestKit.create({ unseenDeadLetters: 'ignore', ...options });
  };

  afterEach(() => kit.close());

  it('is a tree of who told whom what', async () => {
    await create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 2));
    await kit.settle();
    expect(String(kit.trace())).toBe(
      [
        "#1 outside → order/o-1: PlaceOrder { orderId: 'o-1', quantity: 2 }",
        "└─ #2 order/o-1 → payment: ChargeCard { orderId: 'o-1', cents: 200 }",
        "   └─ #3 payment → order/o-1: CardCharged { orderId: 'o-1' }",
        "      └─ #4 order/o-1 → view: OrderClosed { orderId: 'o-1', outcome: 'confirmed' }",
      ].join('\n'),
    );
  });

  it('puts a timer of a handler below its message, beside what came of it', async () => {
    await create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 2));
    await kit.advance(60_000);
    expect(String(kit.trace({ key: 'o-1', times: true }))).toBe(
      [
        "#1 at 0 ms outside → order/o-1: PlaceOrder { orderId: 'o-1', quantity: 2 }",
        "├─ #2 at 0 ms order/o-1 → payment: ChargeCard { orderId: 'o-1', cents: 200 }",
        "│  └─ #3 at 0 ms payment → order/o-1: CardCharged { orderId: 'o-1' }",
        "│     └─ #4 at 0 ms order/o-1 → view: OrderClosed { orderId: 'o-1', outcome: 'confirmed' }",
        "└─ #5 at 60000 ms order/o-1 → order/o-1: Remind { orderId: 'o-1' }",
        "   └─ #6 at 60000 ms order/o-1 → view: OrderClosed { orderId: 'o-1', outcome: 'abandoned' }",
      ].join('\n'),
    );
  });

  it('is a sequence diagram', async () => {
    await create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o #1; "x"', 2));
    kit.publish(new (class Odd {})());
    await kit.settle();
    expect(kit.trace().toMermaid()).toBe(
      [
        'sequenceDiagram',
        '  participant p1 as outside',
        '  participant p2 as order/o#37;20#37;231#37;3B#37;20#37;22x#37;22',
        '  participant p3 as nobody',
        '  participant p4 as payment',
        '  participant p5 as view',
        '  p1->>p2: 1 PlaceOrder',
        '  p1-xp3: 2 Odd',
        '  Note over p3: nobody subscribes',
        '  p2->>p4: 3 ChargeCard',
        '  p4->>p2: 4 CardCharged',
        '  p2->>p5: 5 OrderClosed',
      ].join('\n'),
    );
  });

  it('shows the conversations that a key has a part in, or one conversation', async () => {
    await create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 1), { correlationId: 'c-1' });
    kit.tell(new PlaceOrder('o-2', 2), { correlationId: 'c-2' });
    kit.tell(new RefundCard('o-2'), { correlationId: 'c-3' });
    await kit.settle();
    expect(kit.trace().messages).toHaveLength(9);
    const [second] = kit.trace({ key: 'o-2' }).messages;
    expect(second?.envelope.message).toEqual(new PlaceOrder('o-2', 2));
    expect(kit.trace({ key: 'o-2' }).messages).toHaveLength(4);
    expect(String(kit.trace({ correlationId: 'c-3' }))).toBe(
      "#1 outside → payment: RefundCard { orderId: 'o-2' }",
    );
    expect(String(kit.trace({ correlationId: 'c-2' }))).toBe(String(kit.trace({ key: 'o-2' })));
    expect(kit.trace({ key: 'o-1', correlationId: 'c-2' }).messages).toEqual([]);
    expect(String(kit.trace({ key: 'o-3' }))).toBe('nobody has told anybody anything');
  });

  it('is the same text for the same run, whatever the ids are', async () => {
    const texts: string[] = [];
    for (const id of ['a', 'b']) {
      await create({ imports: [OrdersModule] });
      kit.tell(new PlaceOrder('o-1', 1), { id, correlationId: `c-${id}` });
      await kit.settle();
      texts.push(String(kit.trace()), kit.trace().toMermaid());
      await kit.close();
    }
    expect(texts.slice(2)).toEqual(texts.slice(0, 2));
  });

  it('says what became of messages that were not simply handled', async () => {
    await create({ providers: [WorkerActor], options: { mailbox: { capacity: 5 } } });
    for (const work of [new Work(), new Work('flaky'), new Work('broken')])
      kit.tell(work, { id: work.outcome });
    kit.tell(new Work(), { id: 'fine' });
    await kit.deliver(new ChargeCard('o-1', 1)).catch(() => {});
    kit.tell(new RefundCard('o-1'));
    kit.publish(new OrderClosed('o-1', 'fine'));
    await kit.settle();
    await kit.advance(10);
    await kit.advance(10);
    kit.runtime.deadLetters.redrive('broken');
    await kit.settle();
    expect(String(kit.trace()).split('\n')).toEqual([
      "#1 outside → worker: Work { outcome: 'fine' }",
      "#2 outside → worker: Work { outcome: 'flaky' } — attempt 1 failed: no luck, handled",
      "#3 outside → worker: Work { outcome: 'broken' } — attempt 1 failed: no luck, attempt 2 failed: no luck, dead letter handler-failed, restarted",
      "#4 outside → worker: Work { outcome: 'fine' } — left out as a duplicate",
      expect.stringMatching(
        /^#5 outside → nobody: ChargeCard \{.*\} — refused, no-recipient: no actor handles/,
      ),
      expect.stringMatching(/^#6 outside → nobody: RefundCard \{.*\} — dead letter no-recipient: no actor/),
      "#7 outside → nobody: OrderClosed { orderId: 'o-1', outcome: 'fine' } — nobody subscribes",
      "#8 outside → worker: Work { outcome: 'broken' } — redriven, attempt 1 failed: no luck, not handled yet",
    ]);
    expect(kit.trace().toMermaid()).toContain('  p1-xp3: 6 RefundCard');
  });

  it('stands in the failure of an expectation', async () => {
    await create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    const failure = thrownBy(() => kit.spy(OrderActor).expectOne(PlaceOrder));
    expect(failure).toBeInstanceOf(ExpectationError);
    expect(failure).toMatchObject({ trace: kit.trace() });
    expect((failure as Error).message).toMatch(
      /and found 0; it has received nothing\nwho told whom what:\n {2}#1 outside → order\/o-1: PlaceOrder/,
    );
  });

  it('stands in the failure to settle', async () => {
    await create({ providers: [WorkerActor] });
    kit.tell(new Work('hung'));
    const failure = await kit.settle({ withinMs: 30 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotSettledError);
    expect((failure as Error).message).toMatch(
      /\n {2}#1 outside → worker: Work \{ outcome: 'hung' \} — not handled yet$/,
    );
  });

  it('stands in the failure to close: the conversations of the dead', async () => {
    await create({ imports: [OrdersModule], unseenDeadLetters: 'fail' });
    kit.tell(new PlaceOrder('o-1', 1));
    kit.tell(new Work());
    const failure = await kit.close().catch((error: unknown) => error);
    await create({});
    expect(failure).toBeInstanceOf(UnseenDeadLettersError);
    expect((failure as Error).message).toMatch(
      /\nwho told whom what:\n {2}#1 outside → nobody: Work \{ outcome: 'fine' \} — dead letter no-recipient: .*$/,
    );
  });

  it('shows its end in a failure, when it is long, and keeps the latest ten thousand', async () => {
    await create({ imports: [OrdersModule], probes: [PaymentActor] });
    for (let n = 0; n < 5_001; n += 1) kit.tell(new PlaceOrder(`o-${n}`, 1));
    await kit.settle({ withinMs: 60_000 }); // it is many, on however slow a machine
    expect(kit.trace().messages).toHaveLength(10_000);
    expect(String(kit.trace())).toMatch(/^2 earlier messages are forgotten\n#1 outside → order\/o-2: /);
    const { message } = thrownBy(() => kit.probe(PaymentActor).expectNone(ChargeCard)) as Error;
    expect(message.split('who told whom what:\n')[1]?.split('\n')).toHaveLength(41);
    expect(message).toMatch(/\n {2}\(9961 lines before\)\n/);
  });
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
