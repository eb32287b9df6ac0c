import { MailboxTestKit } from 'nestjs-mailbox/testing';

import { PlaceOrder } from './orders/messages.js';
import { OrderActor } from './orders/order.actor.js';
import { OrdersModule } from './orders/orders.module.js';

describe('The example of the README', () => {
  it('handles an order', async () => {
    const kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    const orders = kit.spy(OrderActor);

    kit.tell(new PlaceOrder({ orderId: 'o-1', sku: 'book', quantity: 1 }));
    await kit.settle();

    orders.expectOne(PlaceOrder, { orderId: 'o-1' });
    kit.deadLetters();
    await kit.close();
  });
});
