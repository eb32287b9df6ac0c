import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { FulfilmentModule } from './fulfilment.module.js';
import { InventoryActor } from './inventory/inventory.actor.js';
import { StockChanged } from './inventory/messages.js';
import { OrderShipped, PlaceOrder } from './orders/messages.js';
import { OrderBook } from './orders/order-book.js';
import { OrderTerms } from './orders/order-terms.js';
import { CardDeclined, ChargeCard, PaymentTaken } from './payment/messages.js';
import { InMemoryGateway } from './payment/in-memory-gateway.js';
import { PaymentActor } from './payment/payment.actor.js';
import type { Charge, ChargeAnswer } from './payment/payment-gateway.js';
import { OrderViewActor } from './read-model/order-view.actor.js';
import { OrderViews } from './read-model/order-views.js';
import { StockViews } from './read-model/stock-views.js';
import { InMemoryCarrier } from './shipping/in-memory-carrier.js';
import { CancelShipment, ParcelCollected } from './shipping/messages.js';

const products = [{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 }];
const order = { orderId: 'o-1', sku: 'mug', quantity: 2, card: 'visa' };

/** Does what it is told, and does not answer while its line is down. */
class SilentGateway extends InMemoryGateway {
  isDown = true;

  override async charge(charge: Charge): Promise<ChargeAnswer> {
    const answer = await super.charge(charge);
    return this.#answer(answer);
  }

  override async refund(orderId: string): Promise<void> {
    if (!this.isDown) await super.refund(orderId);
    this.#answer(undefined);
  }

  #answer<T>(answer: T): T {
    if (this.isDown) throw new Error('no answer');
    return answer;
  }
}

describe('Order fulfilment', () => {
  let kit: MailboxTestKit;

  interface World {
    readonly failureRate?: number;
    readonly forgetRate?: number;
    readonly probes?: (typeof PaymentActor)[];
    readonly gateway?: InMemoryGateway;
  }

  async function open(world: World = {}) {
    const { failureRate = 0, forgetRate = 0, probes = [] } = world;
    const { gateway = new InMemoryGateway({ seed: 1, failureRate }) } = world;
    const shop = FulfilmentModule.forRoot({
      products,
      terms: new OrderTerms(),
      createGateway: () => gateway,
      createCarrier: (mailbox) => new InMemoryCarrier(mailbox, { seed: 1, forgetRate }),
    });
    kit = await MailboxTestKit.create({ imports: [shop], probes });
    kit.app.useLogger(false);
    const statusOf = (orderId: string) => kit.get(OrderViews).find(orderId)?.status;
    const mugs = () => kit.get(StockViews).find('mug');
    const instancesOf = (actor: string) => kit.runtime.snapshot().actors[actor]?.instances;
    return { gateway, statusOf, mugs, instancesOf };
  }

  afterEach(() => kit.close());

  it('ships an order, in one conversation from the first message to the last', async () => {
    const { statusOf, mugs } = await open();
    const views = kit.spy(OrderViewActor);
    const { correlationId } = await kit.deliver(new PlaceOrder(order));
    await kit.settle();
    expect(statusOf('o-1')).toBe('shipped');
    expect(mugs()).toEqual({ sku: 'mug', free: 1, reserved: 0, sold: 2 });
    views.expectOne(OrderShipped, { orderId: 'o-1', parcel: 'parcel-1' });
    expect(views.envelopes().map((envelope) => envelope.correlationId)).toEqual(Array(3).fill(correlationId));
  });

  it('sells the last piece to one of two', async () => {
    const { statusOf, mugs } = await open();
    kit.tell(new PlaceOrder(order));
    kit.tell(new PlaceOrder({ ...order, orderId: 'o-2' }));
    await kit.settle();
    expect(new Set([statusOf('o-1'), statusOf('o-2')])).toEqual(new Set(['rejected', 'shipped']));
    expect(mugs()).toEqual({ sku: 'mug', free: 1, reserved: 0, sold: 2 });
  });

  it('keeps the stock reserved until the payment is decided, and then gives it back', async () => {
    const { statusOf, mugs } = await open({ probes: [PaymentActor] });
    const payment = kit.probe(PaymentActor);
    kit.tell(new PlaceOrder(order));
    await kit.settle();
    payment.expectOne(ChargeCard, { orderId: 'o-1', amountCents: 200 });
    expect(mugs()).toMatchObject({ free: 1, reserved: 2 });

    payment.tell(new CardDeclined('o-1'));
    await kit.settle();
    expect(statusOf('o-1')).toBe('rejected');
    expect(mugs()).toMatchObject({ free: 3, reserved: 0 });

    payment.tell(new PaymentTaken('o-1')); // too late: it changes nothing
    await kit.settle();
    expect(statusOf('o-1')).toBe('rejected');
  });

  it('tries a flaky gateway again, and charges once', async () => {
    const { gateway, statusOf } = await open({ failureRate: 0.6 });
    const orderIds = ['o-1', 'o-2', 'o-3'];
    for (const orderId of orderIds) kit.tell(new PlaceOrder({ ...order, orderId, quantity: 1 }));
    await kit.settle();
    expect(orderIds.map(statusOf)).toContain('placed');
    await kit.advance(60_000);
    expect(orderIds.map(statusOf)).not.toContain('placed');
    const charged = gateway.entries.filter(({ kind }) => kind === 'charge').map((entry) => entry.orderId);
    expect(charged).toEqual([...new Set(charged)]);
    expect(charged).toEqual(
      expect.arrayContaining(orderIds.filter((orderId) => statusOf(orderId) === 'shipped')),
    );
  });

  it('gives up on a silent gateway, and asks for its money back until there is an answer', async () => {
    const gateway = new SilentGateway({ seed: 1, failureRate: 0 });
    const { mugs } = await open({ gateway });
    kit.tell(new PlaceOrder(order));
    await kit.settle();
    await kit.advance(1_000);
    expect(kit.get(OrderViews).find('o-1')).toMatchObject({
      status: 'rejected',
      reason: 'payment-unavailable',
    });
    expect(mugs()).toMatchObject({ free: 3, reserved: 0 });

    await kit.advance(60_000);
    expect(kit.get(OrderBook).find('o-1')?.stage).toBe('refunding');
    // A refund without an answer in all its attempts is for a person to look at; the order does not rely on that.
    expect(kit.deadLetters().map(({ reason, envelope }) => `${reason} ${envelope.type}`)).toContain(
      'handler-failed RefundCharge',
    );

    gateway.isDown = false;
    await kit.advance(60_000);
    expect(kit.get(OrderBook).find('o-1')?.stage).toBe('ended');
    expect(gateway.entries.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  });

  it('cancels an order that the carrier does not come for, and gives everything back', async () => {
    const { gateway, statusOf, mugs } = await open({ forgetRate: 1 });
    kit.tell(new PlaceOrder(order));
    await kit.settle();
    await kit.advance(9_999);
    expect(statusOf('o-1')).toBe('confirmed');
    expect(mugs()).toMatchObject({ free: 1, reserved: 2 });

    await kit.advance(1);
    expect(kit.get(OrderViews).find('o-1')).toMatchObject({ status: 'cancelled', reason: 'not-collected' });
    expect(mugs()).toEqual({ sku: 'mug', free: 3, reserved: 0, sold: 0 });
    expect(gateway.entries.map(({ kind }) => kind)).toEqual(['charge', 'refund']);

    kit.tell(new ParcelCollected('o-1')); // the carrier, late: there is nothing to collect
    await kit.settle();
    expect(statusOf('o-1')).toBe('cancelled');
    expect(mugs()).toEqual({ sku: 'mug', free: 3, reserved: 0, sold: 0 });
  });

  it('ships when the carrier came at the last moment, whichever message is first', async () => {
    const { gateway, statusOf, mugs } = await open({ forgetRate: 1 });
    kit.tell(new PlaceOrder(order));
    await kit.settle();
    kit.tell(new CancelShipment('o-1'));
    kit.tell(new ParcelCollected('o-1'));
    await kit.advance(60_000);
    expect(statusOf('o-1')).toBe('shipped');
    expect(mugs()).toEqual({ sku: 'mug', free: 1, reserved: 0, sold: 2 });
    expect(gateway.entries.map(({ kind }) => kind)).toEqual(['charge']);
  });

  it('keeps no instance of an order that has ended, and does not begin it anew', async () => {
    const { gateway, statusOf, mugs, instancesOf } = await open();
    kit.tell(new PlaceOrder(order));
    kit.tell(new PlaceOrder({ ...order, orderId: 'o-2', card: 'declined' }));
    await kit.settle();
    expect([instancesOf('order'), instancesOf('payment')]).toEqual([0, 0]);

    const views = kit.spy(OrderViewActor);
    kit.tell(new PlaceOrder(order));
    kit.tell(new PaymentTaken('o-2'));
    await kit.settle();
    expect(views.received()).toEqual([]);
    expect([statusOf('o-1'), statusOf('o-2')]).toEqual(['shipped', 'rejected']);
    expect(mugs()).toEqual({ sku: 'mug', free: 1, reserved: 0, sold: 2 });
    expect(gateway.entries).toHaveLength(1);
    expect(instancesOf('order')).toBe(0);
  });

  it('answers no question but by what it publishes', async () => {
    await open();
    const inventory = kit.spy(InventoryActor);
    kit.publish(new StockChanged('mug', 0, 0, 3));
    await kit.settle();
    expect(kit.get(StockViews).find('mug')).toMatchObject({ sold: 3 });
    expect(inventory.received()).toEqual([]);
  });
});
