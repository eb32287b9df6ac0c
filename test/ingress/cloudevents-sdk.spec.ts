import { CloudEvent, emitterFor, httpTransport, HTTP, Mode } from 'cloudevents';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { OrderActor, openShop, quiet, type Shop } from './shop.js';

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
    const response = await fetch(`${shop.url}/messages`, { method: 'POST', headers, body });
    expect(response.status).toBe(202);
    await quiet(shop, 'order');
    expect(seen()).toEqual([expected('batch-1'), expected('batch-2')]);
  });
});
