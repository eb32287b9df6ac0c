import { Injectable, NotFoundException } from '@nestjs/common';
import { freeSeats, type Workshop, WorkshopTable } from './tables.js';

@Injectable()
export class SeatsService {
  constructor(private readonly table: WorkshopTable) {}

  async reserve(bookingId: string, workshop: string, seats: number): Promise<boolean> {
    const row = await this.#get(workshop);
    if (freeSeats(row) < seats) return false;
    await this.table.save(workshop, { ...row, held: [...row.held, { bookingId, seats }] });
    return true;
  }

  async release(bookingId: string, workshop: string): Promise<void> {
    const row = await this.#get(workshop);
    await this.table.save(workshop, { ...row, held: row.held.filter((one) => one.bookingId !== bookingId) });
  }

  async free(workshop: string): Promise<number> {
    return freeSeats(await this.#get(workshop));
  }

  async #get(workshop: string): Promise<Workshop> {
    const row = await this.table.find(workshop);
    if (row === undefined) throw new NotFoundException(`there is no workshop ${workshop}`);
    return row;
  }
}
