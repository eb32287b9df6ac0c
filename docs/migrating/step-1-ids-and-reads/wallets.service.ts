import { HttpException, HttpStatus, Injectable } from '@nestjs/common';
import { WalletTable } from '../step-0-services/tables.js';

@Injectable()
export class WalletsService {
  constructor(private readonly table: WalletTable) {}

  async charge(bookingId: string, guest: string, amount: number): Promise<void> {
    const { balance, charges } = (await this.table.find(guest)) ?? { balance: 0, charges: [] };
    if (charges.some((charge) => charge.bookingId === bookingId)) return; // asked twice, charged once
    if (balance < amount) throw new HttpException('not enough money', HttpStatus.PAYMENT_REQUIRED);
    await this.table.save(guest, {
      balance: balance - amount,
      charges: [...charges, { bookingId, amount }],
    });
  }
}
