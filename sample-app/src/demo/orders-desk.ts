import { InvalidMessageError, type MailboxRuntime } from 'nestjs-mailbox';
import { PlaceOrder } from '../orders/messages.js';
import type { Body } from './load.js';

/** Sends requests as the controller does, and remembers what it sent. */
export class OrdersDesk {
  readonly #accepted = new Map<string, PlaceOrder>();
  refused = 0;
  repeated = 0;

  constructor(private readonly mailbox: MailboxRuntime) {}

  get accepted(): readonly PlaceOrder[] {
    return [...this.#accepted.values()];
  }

  get size(): number {
    return this.#accepted.size;
  }

  async send(body: Body): Promise<void> {
    try {
      const order = PlaceOrder.from(body);
      await this.mailbox.deliver(order);
      if (this.#accepted.has(order.orderId)) this.repeated += 1;
      else this.#accepted.set(order.orderId, order);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      this.refused += 1;
    }
  }
}
