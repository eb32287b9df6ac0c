import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import {
  CardDeclined,
  ChargeCard,
  ChargeRefunded,
  PaymentTaken,
  PaymentUnavailable,
  RefundCharge,
} from './messages.js';
import { type ChargeAnswer, PaymentGateway } from './payment-gateway.js';

const CHARGE_ATTEMPTS = 4;
const REFUND_RETRY = { attempts: 10, maxBackoffMs: 2_000 };

/**
 * The payment of one order. The gateway fails now and then, and the mailbox tries again; the gateway knows the order by its id, so
 * that an attempt whose answer got lost does not charge twice.
 *
 * It keeps nothing between messages, so its instance goes when the gateway has answered.
 */
@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
export class PaymentActor {
  constructor(private readonly gateway: PaymentGateway) {}

  @Handle(ChargeCard, { retry: { attempts: CHARGE_ATTEMPTS } })
  async charge(message: ChargeCard, context: ActorContext): Promise<void> {
    const { orderId } = message;
    const answer = await this.#ask(message, context);
    if (answer === 'charged') context.tell(new PaymentTaken(orderId));
    if (answer === 'declined') context.tell(new CardDeclined(orderId));
    if (answer === 'none') context.tell(new PaymentUnavailable(orderId));
    context.passivate();
  }

  /** More attempts than a charge: what fails here ends as a dead letter, for somebody to look at. The order asks again. */
  @Handle(RefundCharge, { retry: REFUND_RETRY })
  async refund({ orderId }: RefundCharge, context: ActorContext): Promise<void> {
    await this.gateway.refund(orderId);
    context.tell(new ChargeRefunded(orderId));
    context.passivate();
  }

  /** A silent gateway fails the attempt, for the mailbox to try again; after the last one, silence is the outcome. */
  async #ask(message: ChargeCard, { envelope, logger }: ActorContext): Promise<ChargeAnswer | 'none'> {
    try {
      return await this.gateway.charge(message);
    } catch (error) {
      const isLast = envelope.attempt === CHARGE_ATTEMPTS;
      logger.warn(`${(error as Error).message}; ${isLast ? 'giving up' : 'trying again'}`, {
        attempt: envelope.attempt,
      });
      if (isLast) return 'none';
      throw error;
    }
  }
}
