import { trace } from '@opentelemetry/api';
import { MailboxRuntime } from 'nestjs-mailbox';
import { RecordedSpans } from './recorded-spans.js';
import { openShop, OrderClosed, PlaceOrder, post, type TracedShop } from './traced-shop.js';

/** All that happens after an order was placed: a stash, a failed attempt, a timer, two subscribers and a returned value. */
const LIFE_OF_AN_ORDER = `
send orders.place [producer] accepted
  process orders.place [consumer] handled
    send ChargeCard [producer] accepted
      process ChargeCard [consumer] stashed
      process Tick [consumer] handled
      process ChargeCard [consumer] retried (the line is busy)
      process ChargeCard [consumer] handled
        send CardCharged [producer] accepted
          process CardCharged [consumer] handled
          process RemindMe [consumer] handled
            send OrderClosed [producer] accepted
              process OrderClosed [consumer] handled
              process OrderClosed [consumer] returned-value (StatisticsActor.count returned a value (number); a handler returns nothing: tell or publish a message instead)
`.trim();

function below(root: string): string {
  return `${root}\n${LIFE_OF_AN_ORDER.replaceAll(/^/gm, '  ')}\n`;
}

describe('OpenTelemetry', () => {
  let spans: RecordedSpans;
  let shop: TracedShop | undefined;

  beforeEach(() => {
    spans = new RecordedSpans();
  });

  afterEach(async () => {
    await shop?.close();
    shop = undefined;
    await spans.end();
  });

  async function finish(opened: TracedShop): Promise<void> {
    await opened.settle();
    await opened.advance(5_000);
  }

  it('shows one trace, from the HTTP request to the last descendant', async () => {
    shop = await openShop();
    expect(await post(shop, '/orders', { orderId: 'o-1' })).toBe(202);
    await finish(shop);
    expect(spans.tree()).toBe(below('POST /orders [server]'));
    expect(spans.traces.size).toBe(1);
  });

  it('goes on with the trace that a request through the ingress is in', async () => {
    shop = await openShop();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(await post(shop, '/messages/orders.place', { orderId: 'o-1' }, { traceparent })).toBe(202);
    await finish(shop);
    expect(spans.tree()).toBe(below('POST /messages/orders.place [server]'));
    expect([...spans.traces]).toEqual(['0af7651916cd43dd8448eb211c80319c']);
    expect(spans.find('POST /messages/orders.place').parentSpanContext?.spanId).toBe('b7ad6b7169203331');
  });

  it('goes on with the trace of an event’s headers where nothing else is active, and links to it otherwise', async () => {
    shop = await openShop();
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    shop.runtime.publish(new OrderClosed('o-1'), { headers });
    await shop.settle();
    expect([...spans.traces]).toEqual(['0af7651916cd43dd8448eb211c80319c']);

    trace.getTracer('job').startActiveSpan('job', (span) => {
      shop?.runtime.publish(new OrderClosed('o-2'), { headers });
      span.end();
    });
    await shop.settle();
    const job = spans.find('job').spanContext();
    const [, send] = spans.all.filter(({ name }) => name === 'send OrderClosed');
    expect(send?.parentSpanContext?.spanId).toBe(job.spanId);
    expect(send?.links.map(({ context }) => context.spanId)).toEqual(['b7ad6b7169203331']);
  });

  it('begins a trace per handler that links to the send, where it is asked to', async () => {
    shop = await openShop({ relation: 'link' });
    shop.tell(new PlaceOrder({ orderId: 'o-1' }));
    await shop.settle();
    const sent = spans.find('send orders.place').spanContext();
    const handled = spans.find('process orders.place');
    expect(handled.parentSpanContext).toBeUndefined();
    expect(handled.links.map(({ context }) => context)).toMatchObject([
      { traceId: sent.traceId, spanId: sent.spanId },
    ]);
    expect(spans.find('send ChargeCard').parentSpanContext?.spanId).toBe(handled.spanContext().spanId);
  });

  it('names what it saw in the words of the conventions, old and new, and never the key', async () => {
    shop = await openShop();
    const { id, correlationId } = await shop.deliver(new PlaceOrder({ orderId: 'o-1' }));
    await shop.settle();
    const common = {
      'messaging.system': 'nestjs-mailbox',
      'messaging.system.name': 'nestjs-mailbox',
      'messaging.destination.name': 'order',
      'messaging.message.id': id,
      'messaging.message.conversation_id': correlationId,
      'mailbox.message.type': 'orders.place',
    };
    expect(spans.find('send orders.place').attributes).toEqual({
      ...common,
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'mailbox.verb': 'deliver',
      'mailbox.outcome': 'accepted',
    });
    expect(spans.find('process orders.place').attributes).toEqual({
      ...common,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'mailbox.handler': 'OrderActor.place',
      'mailbox.attempt': 1,
      'mailbox.outcome': 'handled',
    });
    expect(JSON.stringify(spans.all.map(({ attributes }) => attributes))).not.toContain('o-1');
  });

  it('tells why a message was refused', async () => {
    shop = await openShop();
    class Strange {}
    shop.tell(new Strange());
    await shop.settle();
    expect(spans.tree()).toMatch(/^send Strange \[producer\] no-recipient \(no actor handles Strange/);
    expect(spans.find('send Strange').attributes['error.type']).toBe('NoRecipientError');
  });

  it('is not there unless it is asked for', async () => {
    shop = await openShop(false);
    shop.tell(new PlaceOrder({ orderId: 'o-1' }));
    await finish(shop);
    expect(spans.all).toEqual([]);
    expect(shop.get(MailboxRuntime).snapshot().actors['order']?.handled).toBe(3);
  });
});
