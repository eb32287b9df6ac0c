import { testContext } from 'nestjs-mailbox/testing';
import {
  CardDeclined,
  ChargeCard,
  ChargeRefunded,
  PaymentTaken,
  PaymentUnavailable,
  RefundCharge,
} from './messages.js';
import { PaymentActor } from './payment.actor.js';
import { type ChargeAnswer, PaymentGateway } from './payment-gateway.js';

class ScriptedGateway extends PaymentGateway {
  readonly refunded: string[] = [];

  constructor(private readonly answer: ChargeAnswer | Error) {
    super();
  }

  async charge(): Promise<ChargeAnswer> {
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }

  async refund(orderId: string): Promise<void> {
    this.refunded.push(orderId);
  }
}

const charge = new ChargeCard('o-1', 200, 'visa');
const silence = new Error('no answer');

describe('PaymentActor', () => {
  it('tells that the payment was taken', async () => {
    const context = testContext();
    await new PaymentActor(new ScriptedGateway('charged')).charge(charge, context);
    expect(context.told).toEqual([new PaymentTaken('o-1')]);
    expect(context.isPassivated).toBe(true);
  });

  it('tells that the card was declined', async () => {
    const context = testContext();
    await new PaymentActor(new ScriptedGateway('declined')).charge(charge, context);
    expect(context.told).toEqual([new CardDeclined('o-1')]);
  });

  it('fails when the gateway is silent, for the mailbox to try again', async () => {
    const context = testContext({ attempt: 3 });
    await expect(new PaymentActor(new ScriptedGateway(silence)).charge(charge, context)).rejects.toBe(
      silence,
    );
    expect(context.sends).toEqual([]);
  });

  it('gives up after the last attempt, and says so', async () => {
    const context = testContext({ attempt: 4 });
    await new PaymentActor(new ScriptedGateway(silence)).charge(charge, context);
    expect(context.told).toEqual([new PaymentUnavailable('o-1')]);
  });

  it('refunds at the gateway', async () => {
    const gateway = new ScriptedGateway('charged');
    const context = testContext();
    await new PaymentActor(gateway).refund(new RefundCharge('o-1'), context);
    expect(gateway.refunded).toEqual(['o-1']);
    expect(context.told).toEqual([new ChargeRefunded('o-1')]);
    expect(context.isPassivated).toBe(true);
  });
});
