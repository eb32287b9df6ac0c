import { Actor, ActorContext, type ActorRef, Handle, MessageType } from 'nestjs-mailbox';
import { testContext } from 'nestjs-mailbox/testing';

class PlaceOrder {
  constructor(
    readonly orderId: string,
    readonly quantity: number,
  ) {}
}
class ReserveStock {
  constructor(
    readonly orderId: string,
    readonly quantity: number,
  ) {}
}
class OrderPlaced {
  constructor(readonly orderId: string) {}
}
@MessageType('orders.audit')
class Audit {
  constructor(readonly line: string) {}
}

@Actor()
class AuditActor {
  @Handle(Audit)
  write(_message: Audit): void {}
}

class OrderActor {
  constructor(private readonly audit: ActorRef<AuditActor>) {}

  place({ orderId, quantity }: PlaceOrder, context: ActorContext): void {
    context.tell(new ReserveStock(orderId, quantity), { ttlMs: 50 });
    this.audit.tell(new Audit('placed'), context);
    context.publish(new OrderPlaced(orderId));
    context.schedule.once('expire', 1_000, new Audit('late'));
    context.schedule.every('remind', 500, new Audit('still there'));
    context.schedule.cancel('remind');
  }
}

describe('testContext', () => {
  it('makes an ActorContext', () => {
    expect(testContext()).toBeInstanceOf(ActorContext);
  });

  it('records what is sent, in its order, through the context and through its refs', () => {
    const context = testContext();
    new OrderActor(context.ref(AuditActor)).place(new PlaceOrder('o-1', 2), context);
    expect(context.told).toEqual([new ReserveStock('o-1', 2), new Audit('placed')]);
    expect(context.published).toEqual([new OrderPlaced('o-1')]);
    expect(context.sends).toEqual([
      { verb: 'tell', message: new ReserveStock('o-1', 2), to: undefined, options: { ttlMs: 50 } },
      { verb: 'tell', message: new Audit('placed'), to: 'mailbox://audit', options: undefined },
      { verb: 'publish', message: new OrderPlaced('o-1'), to: undefined, options: undefined },
    ]);
  });

  it('records the timers that are set', () => {
    const context = testContext();
    new OrderActor(context.ref('audit')).place(new PlaceOrder('o-1', 2), context);
    expect(context.timers).toEqual([{ kind: 'once', name: 'expire', ms: 1_000, message: new Audit('late') }]);
  });

  it('records stashing and passivating', () => {
    const context = testContext();
    expect([context.isStashed, context.isUnstashed, context.isPassivated]).toEqual([false, false, false]);
    context.stash();
    context.unstashAll();
    context.passivate();
    expect([context.isStashed, context.isUnstashed, context.isPassivated]).toEqual([true, true, true]);
  });

  it('is addressed and delivered as the test says', () => {
    const message = new Audit('hello');
    const context = testContext({
      actor: 'order',
      key: 'o 1',
      message,
      correlationId: 'c-1',
      from: 'mailbox://payment',
      attempt: 2,
      headers: { tenant: 'a' },
    });
    expect(context.key).toBe('o 1');
    expect(String(context.self)).toBe('mailbox://order/o%201');
    expect(context.envelope).toMatchObject({
      id: 'test-1',
      type: 'orders.audit',
      to: 'mailbox://order/o%201',
      key: 'o 1',
      from: 'mailbox://payment',
      correlationId: 'c-1',
      causationId: undefined,
      attempt: 2,
      redriven: 0,
      time: 0,
      headers: { tenant: 'a' },
      message,
    });
  });

  it('begins a conversation unless told otherwise', () => {
    const { envelope, key } = testContext();
    expect(envelope).toMatchObject({ correlationId: envelope.id, attempt: 1, headers: {} });
    expect(key).toBeUndefined();
  });

  it('aborts its signal on demand', () => {
    const context = testContext();
    expect(context.signal.aborted).toBe(false);
    const reason = new Error('too slow');
    context.abort(reason);
    expect(context.signal.reason).toBe(reason);
  });

  it('writes through the logger that it is given', () => {
    const lines: string[] = [];
    const line = (text: string): void => void lines.push(text);
    const context = testContext({ logger: { debug: line, log: line, warn: line, error: line } });
    context.logger.warn('careful');
    expect(lines).toEqual(['careful']);
    expect(() => testContext().logger.error('nobody hears this')).not.toThrow();
  });
});
