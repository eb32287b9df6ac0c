import { Injectable, Module } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';

export interface MeterRead {
  readonly meter: string;
  readonly kilowattHours: number;
}

/** Stands for a table. */
@Injectable()
export class Totals {
  readonly #totals = new Map<string, number>();

  async of(meter: string): Promise<number> {
    await new Promise(setImmediate);
    return this.#totals.get(meter) ?? 0;
  }

  async save(meter: string, total: number): Promise<void> {
    await new Promise(setImmediate);
    this.#totals.set(meter, total);
  }
}

@Injectable()
export class Meters {
  constructor(private readonly events: EventEmitter2) {}

  read(meter: string, kilowattHours: number): void {
    this.events.emit('meter.read', { meter, kilowattHours } satisfies MeterRead);
  }
}

@Injectable()
export class TotalsListener {
  constructor(private readonly totals: Totals) {}

  @OnEvent('meter.read')
  async add({ meter, kilowattHours }: MeterRead): Promise<void> {
    const total = await this.totals.of(meter); // the next event begins here, and reads the same total
    await this.totals.save(meter, total + kilowattHours);
  }
}

@Module({ imports: [EventEmitterModule.forRoot()], providers: [Meters, Totals, TotalsListener] })
export class MetersModule {}
