import { Injectable } from '@nestjs/common';

/** Stands for a table of a database: every call takes a turn of the event loop, and others run meanwhile. */
class Table<Row> {
  readonly #rows: Map<string, Row>;

  constructor(rows: readonly (readonly [id: string, row: Row])[] = []) {
    this.#rows = new Map(rows);
  }

  async find(id: string): Promise<Row | undefined> {
    await new Promise(setImmediate);
    return this.#rows.get(id);
  }

  async all(): Promise<readonly (readonly [id: string, row: Row])[]> {
    await new Promise(setImmediate);
    return [...this.#rows];
  }

  async save(id: string, row: Row): Promise<void> {
    await new Promise(setImmediate);
    this.#rows.set(id, row);
  }
}

export interface Booking {
  readonly bookingId: string;
  readonly guest: string;
  readonly workshop: string;
  readonly seats: number;
  readonly price: number;
  readonly status: 'requested' | 'confirmed' | 'rejected';
  readonly reason?: string;
}

@Injectable()
export class BookingTable extends Table<Booking> {}

export interface Workshop {
  readonly capacity: number;
  readonly held: readonly { readonly bookingId: string; readonly seats: number }[];
}

@Injectable()
export class WorkshopTable extends Table<Workshop> {
  constructor() {
    super([
      ['pottery', { capacity: 2, held: [] }],
      ['bookbinding', { capacity: 8, held: [] }],
    ]);
  }
}

export interface Wallet {
  readonly balance: number;
  readonly charges: readonly { readonly bookingId: string; readonly amount: number }[];
}

@Injectable()
export class WalletTable extends Table<Wallet> {
  constructor() {
    super([
      ['ann', { balance: 100, charges: [] }],
      ['ben', { balance: 100, charges: [] }],
      ['cem', { balance: 10, charges: [] }],
    ]);
  }
}

export function freeSeats({ capacity, held }: Workshop): number {
  return capacity - held.reduce((sum, { seats }) => sum + seats, 0);
}
