import { Actor, Subscribe } from 'nestjs-mailbox';
import { freeSeats, WorkshopTable } from '../step-0-services/tables.js';
import { FreeSeatsChanged } from './messages.js';
import { WorkshopList } from './workshop-list.js';

@Actor()
export class WorkshopListActor {
  constructor(
    private readonly list: WorkshopList,
    private readonly table: WorkshopTable,
  ) {}

  /** Once, when the application starts; from then on the events tell. */
  async onActivate(): Promise<void> {
    for (const [workshop, row] of await this.table.all()) this.list.save(workshop, freeSeats(row));
  }

  @Subscribe(FreeSeatsChanged)
  changed({ workshop, free }: FreeSeatsChanged): void {
    this.list.save(workshop, free);
  }
}
