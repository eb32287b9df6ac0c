import { HttpException, HttpStatus, Injectable } from '@nestjs/common';
import { WalletTable } from './tables.js';

@Injectable()
export class WalletsService {
  constructor(private readonly table: WalletTable) {}

  /** @returns What is left in the wallet. */
  async charge(bookingId: string, guest: string, amount: number): Promise<number> {
    const { balance, charges } = (await this.table.find(guest)) ?? { balance: 0, charges: [] };
    if (balance < amount) throw new HttpException('not enough money', HttpStatus.PAYMENT_REQUIRED);
    await this.table.save(guest, {
      balance: balance - amount,
      charges: [...charges, { bookingId, amount }],
    });
    return balance - amount;
  }
}
