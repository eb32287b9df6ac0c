import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { type Wallet, WalletTable } from '../step-0-services/tables.js';
import { ChargeDeclined, ChargeGuest, GuestCharged, RefundGuest } from './messages.js';

@Actor({ keyBy: (message: { guest: string }) => message.guest })
export class WalletActor {
  constructor(private readonly table: WalletTable) {}

  @Handle(ChargeGuest, { retry: { attempts: 3, backoffMs: 100 } })
  async charge({ bookingId, guest, amount }: ChargeGuest, context: ActorContext): Promise<void> {
    const { balance, charges } = await this.#find(guest);
    if (!charges.some((charge) => charge.bookingId === bookingId)) {
      if (balance < amount) {
        context.tell(new ChargeDeclined(bookingId, 'not enough money'));
        return;
      }
      await this.table.save(guest, {
        balance: balance - amount,
        charges: [...charges, { bookingId, amount }],
      });
    }
    context.tell(new GuestCharged(bookingId));
  }

  @Handle(RefundGuest, { retry: { attempts: 3, backoffMs: 100 } })
  async refund({ bookingId, guest }: RefundGuest): Promise<void> {
    const { balance, charges } = await this.#find(guest);
    const charged = charges.find((charge) => charge.bookingId === bookingId);
    if (charged === undefined) return;
    await this.table.save(guest, {
      balance: balance + charged.amount,
      charges: charges.filter((charge) => charge !== charged),
    });
  }

  async #find(guest: string): Promise<Wallet> {
    return (await this.table.find(guest)) ?? { balance: 0, charges: [] };
  }
}
