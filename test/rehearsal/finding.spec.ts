import { findingOf } from '../../lib/testing/finding.js';
import { directed, type RehearsalPlan, run } from '../../lib/testing/rehearsal-run.js';
import { parseScript, PLAIN } from '../../lib/testing/script.js';
import { doubleCharge } from './double-charge.js';
import { lateSuccess } from './late-success.js';
import { orderDependentProjection } from './order-dependent-projection.js';
import { stuckSaga } from './stuck-saga.js';

async function found(plan: RehearsalPlan, script: string): Promise<string> {
  return findingOf(await run(plan, directed(parseScript(script))), await run(plan, directed(PLAIN)));
}

describe('A finding', () => {
  it.each([
    [
      'that nobody told a lost message again',
      stuckSaga.broken,
      'drop ReserveStock from order/o-1 to stock',
      'ReserveStock, which order/o-1 told stock, was lost: stock never heard of it, and nobody told it again',
    ],
    [
      'that a lost message was told again',
      stuckSaga.mended,
      'drop ReserveStock from order/o-1 to stock',
      'was lost: stock never heard of it then, only when it was told again',
    ],
    [
      'which of several it was',
      stuckSaga.mended,
      'drop ReserveStock from order/o-1 to stock; drop ReserveStock#2 from order/o-1 to stock',
      'ReserveStock, which order/o-1 told stock (number 2 of these), was lost',
    ],
    [
      'that both copies were handled',
      doubleCharge.broken,
      'duplicate:1 ChargeCard from order/o-1 to payment',
      'came twice, the second time when all else was over, and payment handled it both times',
    ],
    [
      'what had been handled when a late message came',
      lateSuccess.broken,
      'delay:60000 PaymentTaken from payment to order/o-1',
      'came 60 s late: by then order/o-1 had handled PaymentOverdue {',
    ],
    [
      'by how little a message was late',
      orderDependentProjection.broken,
      'delay:10 OrderPlaced from order/o-1 to view',
      "came 10 ms late: by then view had handled OrderPlaced { orderId: 'o-2' }, OrderShipped { orderId: 'o-1' }",
    ],
    [
      'what overtook a message',
      orderDependentProjection.broken,
      'reorder OrderPlaced from order/o-1 to view',
      'OrderPlaced, which order/o-1 told view, came behind what was told later',
    ],
    [
      'that a handler failed',
      stuckSaga.broken,
      'fail StockReserved from stock to order/o-1',
      'StockReserved, which stock told order/o-1, made its handler throw, once',
    ],
    [
      'that the application crashed before a handler',
      stuckSaga.broken,
      'crash StockReserved from stock to order/o-1',
      'the application crashed when StockReserved, which stock told order/o-1, had been accepted and not been handled',
    ],
    [
      'that the application crashed behind a handler',
      stuckSaga.broken,
      'crash:1 StockReserved from stock to order/o-1',
      'the application crashed when StockReserved, which stock told order/o-1, had been handled',
    ],
    [
      'which outcome never came, and to whom',
      stuckSaga.broken,
      'drop StockReserved from stock to order/o-1',
      'ConfirmOrder never came: when nothing goes wrong, order/o-1 tells it to desk; so desk never heard of it',
    ],
    [
      'what came that does not come else',
      lateSuccess.broken,
      'drop PaymentTaken from payment to order/o-1',
      'order/o-1 told itself PaymentOverdue, which does not happen when nothing goes wrong',
    ],
  ])('says %s', async (_, plan, script, words) => {
    expect(await found(plan, script)).toContain(words);
  });
});
