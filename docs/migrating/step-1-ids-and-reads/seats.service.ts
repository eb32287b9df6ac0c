import { Injectable, NotFoundException } from '@nestjs/common';
import { freeSeats, type Workshop, WorkshopTable } from '../step-0-services/tables.js';

@Injectable()
export class SeatsService {
  constructor(private readonly table: WorkshopTable) {}

  async reserve(bookingId: string, workshop: string, seats: number): Promise<boolean> {
    const row = await this.#get(workshop);
    if (row.held.some((one) => one.bookingId === bookingId)) return true; // asked twice, held once
    if (freeSeats(row) < seats) return false;
    await this.table.save(workshop, { ...row, held: [...row.held, { bookingId, seats }] });
    return true;
  }

  async release(bookingId: string, workshop: string): Promise<void> {
    const row = await this.table.find(workshop);
    if (row === undefined) return; // what is not held needs no release
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
