import { type GatewayEntry, type GatewaySettings, InMemoryGateway } from '../payment/in-memory-gateway.js';
import type { Charge, ChargeAnswer } from '../payment/payment-gateway.js';
import type { DemoArguments } from './arguments.js';

/** The shop's gateway with a door that the demo opens and closes; and with the fault that it was asked to plant. */
export class DemoGateway extends InMemoryGateway {
  #opened = Promise.resolve();
  #open: () => void = () => {};

  constructor(
    settings: GatewaySettings,
    private readonly fault: DemoArguments['fault'],
  ) {
    super(settings);
  }

  /** Charges wait from now on. */
  close(): void {
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }

  override async charge(charge: Charge): Promise<ChargeAnswer> {
    await this.#opened;
    return super.charge(charge);
  }

  /** The planted fault: the very first charge is booked twice, and nobody is told. */
  protected override book(entry: GatewayEntry): void {
    if (this.fault === 'payment' && this.entries.length === 0) super.book(entry);
    super.book(entry);
  }
}
