import { setImmediate as nextTurn } from 'node:timers/promises';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { SharedGate } from './shared-gate.js';
import { OrderActor, openShop, PlaceOrder, quiet, type Shop, taken } from './shop.js';
import { type Answer, event, order, post } from './status-table.js';

const REQUESTS = 20;

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('the ingress on %s, sent the same by requests that go on together', (_, adapter) => {
  let shop: Shop;
  let gate: SharedGate;

  beforeEach(async () => {
    gate = new SharedGate();
    shop = await openShop(adapter(), { guards: [gate] });
  });
  afterEach(() => shop.app.close());

  async function together(send: (n: number) => Promise<Answer>): Promise<readonly Answer[]> {
    const answers = Promise.all(Array.from({ length: REQUESTS }, (_empty, n) => send(n)));
    while (gate.waiting < REQUESTS) await nextTurn();
    gate.open();
    return answers;
  }

  const plain = (body: object): Promise<Answer> =>
    post(`${shop.url}/messages/orders.place`, body, {
      'content-type': 'application/json',
      'idempotency-key': 'k-1',
    });
  const structured = (): Promise<Answer> =>
    post(`${shop.url}/messages`, event('e-1', order('o-1')), {
      'content-type': 'application/cloudevents+json',
    });
  const batch = (n: number): Promise<Answer> =>
    post(`${shop.url}/messages`, [event('e-1', order('o-1')), event(`e-own-${n}`, order(`own-${n}`))], {
      'content-type': 'application/cloudevents-batch+json',
    });
  const handled = (orderId: string): number =>
    OrderActor.handled.filter(({ message }) => (message as { orderId: string }).orderId === orderId).length;

  it.each([
    ['an Idempotency-Key', () => plain(order('o-1'))],
    ['a CloudEvent', structured],
  ])('accepts it once: %s', async (_name, send) => {
    const answers = await together(send);
    await quiet(shop, 'order');
    expect(handled('o-1')).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: REQUESTS }, () => 202));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(
      REQUESTS - 1,
    );
  });

  it('accepts it once in batches with more', async () => {
    const answers = await together(batch);
    await quiet(shop, 'order');
    expect([handled('o-1'), OrderActor.handled.length]).toEqual([1, 1 + REQUESTS]);
    for (const { status, body } of answers)
      expect([status, body['accepted']]).toMatchObject([202, [{ id: 'e-1' }, {}]]);
  });

  it('takes one of those who give other data the same id', async () => {
    const answers = await together((n) => plain(order(`o-${n}`)));
    await quiet(shop, 'order');
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      202,
      ...Array.from({ length: REQUESTS - 1 }, () => 422),
    ]);
    expect(OrderActor.handled).toHaveLength(1);
  });

  it('does not remember what it has refused', async () => {
    const held = new PlaceOrder({ orderId: 'held', quantity: 1 });
    shop.runtime.tell(held);
    await taken(shop, 'order'); // it is taken from the mailbox, which holds two more
    shop.runtime.tell(held);
    shop.runtime.tell(held);
    const answers = await together(() => plain(order('held')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
    const { status, headers } = await plain(order('free'));
    expect([status, headers['idempotent-replayed']]).toEqual([202, undefined]);
  });
});
