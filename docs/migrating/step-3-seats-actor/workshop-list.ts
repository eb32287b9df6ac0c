import { Injectable, NotFoundException } from '@nestjs/common';

/** A read model: WorkshopListActor writes to it, everybody may read. */
@Injectable()
export class WorkshopList {
  readonly #free = new Map<string, number>();

  free(workshop: string): number {
    const free = this.#free.get(workshop);
    if (free === undefined) throw new NotFoundException(`there is no workshop ${workshop}`);
    return free;
  }

  save(workshop: string, free: number): void {
    this.#free.set(workshop, free);
  }
}
