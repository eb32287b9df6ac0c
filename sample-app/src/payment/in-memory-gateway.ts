import { chance } from '../chance.js';
import { type Charge, type ChargeAnswer, PaymentGateway } from './payment-gateway.js';

/** One line of the gateway's own book. */
export interface GatewayEntry {
  readonly kind: 'charge' | 'refund';
  readonly orderId: string;
  readonly amountCents: number;
}

export interface GatewaySettings {
  readonly seed: number;
  /** The share of calls without an answer, from 0 to 1. Half of them get lost on the way in, half on the way out. */
  readonly failureRate: number;
}

/** A payment gateway to play with: it declines cards whose number starts with `declined`, and it is flaky, by seed. */
export class InMemoryGateway extends PaymentGateway {
  readonly #entries: GatewayEntry[] = [];
  readonly #answers = new Map<string, ChargeAnswer>();
  readonly #calls = new Map<string, number>();

  constructor(private readonly settings: GatewaySettings) {
    super();
  }

  get entries(): readonly GatewayEntry[] {
    return this.#entries;
  }

  charge({ orderId, amountCents, card }: Charge): Promise<ChargeAnswer> {
    return this.#overTheWire(orderId, () => {
      const known = this.#answers.get(orderId);
      if (known !== undefined) return known;
      const answer = card.startsWith('declined') ? 'declined' : 'charged';
      this.#answers.set(orderId, answer);
      if (answer === 'charged') this.book({ kind: 'charge', orderId, amountCents });
      return answer;
    });
  }

  refund(orderId: string): Promise<void> {
    return this.#overTheWire(orderId, () => {
      const amountCents = this.#balanceOf(orderId);
      if (amountCents > 0) this.book({ kind: 'refund', orderId, amountCents });
      this.#answers.set(orderId, 'declined');
    });
  }

  protected book(entry: GatewayEntry): void {
    this.#entries.push(entry);
  }

  /** Fails by seed, order and call, so that neither time nor the order of calls decides. */
  async #overTheWire<T>(orderId: string, work: () => T): Promise<T> {
    const call = (this.#calls.get(orderId) ?? 0) + 1;
    this.#calls.set(orderId, call);
    const { seed, failureRate } = this.settings;
    const fate = chance(seed, 'gateway', orderId, call);
    if (fate < failureRate / 2) throw new Error('the payment gateway refused the connection');
    const answer = work();
    if (fate < failureRate) throw new Error('the payment gateway did not answer in time');
    return answer;
  }

  #balanceOf(orderId: string): number {
    return this.#entries
      .filter((entry) => entry.orderId === orderId)
      .reduce((sum, { kind, amountCents }) => sum + (kind === 'charge' ? amountCents : -amountCents), 0);
  }
}
