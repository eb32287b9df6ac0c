import { CloudEvent, emitterFor, httpTransport, HTTP, Mode } from 'cloudevents';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { listen } from './listener.js';
import { OrderActor, OrderConfirmed, openShop, quiet, type Shop } from './shop.js';

/** The SDK is the oracle: what it sends must be understood as it meant it. */
const eventOf = (id: string): CloudEvent<object> =>
  new CloudEvent({
    id,
    source: '/sdk',
    type: 'orders.place',
    subject: `subject ${id} é`,
    datacontenttype: 'application/json',
    data: { orderId: id, quantity: 3 },
    correlationid: `c-${id}`,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('the client of the CloudEvents SDK and the ingress on %s', (_, adapter) => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop(adapter());
  });
  beforeEach(() => {
    OrderActor.handled.length = 0;
  });
  afterAll(() => shop.app.close());

  const seen = () =>
    OrderActor.handled.map(({ message, context: { key, envelope } }) => ({
      message: { ...message },
      key,
      id: envelope.id,
      correlationId: envelope.correlationId,
      traceparent: envelope.headers['traceparent'],
    }));
  const expected = (id: string) => ({
    message: { orderId: id, quantity: 3 },
    key: `subject ${id} é`,
    id,
    correlationId: `c-${id}`,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });

  it.each([Mode.STRUCTURED, Mode.BINARY])('agree on the mode %s', async (mode) => {
    const emit = emitterFor(httpTransport(`${shop.url}/messages`), { mode });
    const answer = (await emit(eventOf(`${mode}-1`))) as { body: string };
    expect(JSON.parse(answer.body)).toMatchObject({ accepted: [{ id: `${mode}-1` }] });
    await quiet(shop, 'order');
    expect(seen()).toEqual([expected(`${mode}-1`)]);
  });

  it('agree on a batch', async () => {
    const batch = [eventOf('batch-1'), eventOf('batch-2')].map((event) => event.toJSON());
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const body = JSON.stringify(batch);
    expect(HTTP.toEvent({ headers, body })).toHaveLength(2); // the SDK reads it as we do
    // Its emitter knows no batches; its transport posts what it is given.
    const answer = (await httpTransport(`${shop.url}/messages`)({ headers, body })) as { body: string };
    expect(JSON.parse(answer.body)).toMatchObject({ accepted: [{ id: 'batch-1' }, { id: 'batch-2' }] });
    await quiet(shop, 'order');
    expect(seen()).toEqual([expected('batch-1'), expected('batch-2')]);
  });

  it('agree on what the event stream tells', async () => {
    const listener = await listen(`${shop.url}/events`);
    shop.runtime.publish(new OrderConfirmed('o-1'), { id: 'told-1', correlationId: 'c-1' });
    const [heard] = await listener.next(1);
    const message = {
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(heard?.data),
    };
    const event = HTTP.toEvent(message) as CloudEvent<OrderConfirmed>;
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      id: 'told-1',
      type: 'OrderConfirmed',
      subject: 'o-1',
      correlationid: 'c-1',
    });
    expect(event.data).toEqual({ orderId: 'o-1' });
    await shop.app.close();
    listener.close();
  });
});
