import { expectFlow, MailboxTestKit, UndeclaredFlowError } from 'nestjs-mailbox/testing';
import { FulfilmentModule } from '../fulfilment.module.js';
import { StockReserved } from '../inventory/messages.js';
import { OrderViews } from '../read-model/order-views.js';
import { DECLARED_FLOW } from './declared-flow.js';
import { goEveryWay, PREDICTABLE_SHOP } from './every-way.js';

describe('The message flow of the shop', () => {
  let kit: MailboxTestKit;

  beforeEach(async () => {
    kit = await MailboxTestKit.create({ imports: [FulfilmentModule.forRoot(PREDICTABLE_SHOP)] });
    kit.app.useLogger(false);
    await goEveryWay(kit);
  });

  afterEach(() => kit.close());

  it('goes the ways that were declared, each of them, and no others', () => {
    expect(expectFlow(kit.runtime.flow(), DECLARED_FLOW)).toEqual([]);
  });

  it('knows how each order has ended', () => {
    const endings = kit.get(OrderViews).list();
    expect(
      Object.fromEntries(endings.map(({ orderId, status, reason }) => [orderId, reason ?? status])),
    ).toEqual({
      shipped: 'shipped',
      unknown: 'unknown-product',
      refused: 'out-of-stock',
      declined: 'card-declined',
      forgotten: 'not-collected',
      unpaid: 'payment-unavailable',
    });
  });

  it('notices a message that comes from somewhere else', async () => {
    kit.tell(new StockReserved('shipped'));
    await kit.settle();
    expect(() => expectFlow(kit.runtime.flow(), DECLARED_FLOW)).toThrow(UndeclaredFlowError);
  });
});
