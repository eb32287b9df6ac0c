import { Injectable, Module } from '@nestjs/common';
import { Actor, MailboxRuntime, Subscribe } from 'nestjs-mailbox';
import { Totals } from './before.js';

export class MeterRead {
  constructor(
    readonly meter: string,
    readonly kilowattHours: number,
  ) {}
}

@Injectable()
export class Meters {
  constructor(private readonly mailbox: MailboxRuntime) {}

  read(meter: string, kilowattHours: number): void {
    this.mailbox.publish(new MeterRead(meter, kilowattHours));
  }
}

@Actor({ keyBy: (event: MeterRead) => event.meter })
export class TotalsActor {
  constructor(private readonly totals: Totals) {}

  @Subscribe(MeterRead)
  async add({ meter, kilowattHours }: MeterRead): Promise<void> {
    const total = await this.totals.of(meter); // the next event of this meter waits in the mailbox
    await this.totals.save(meter, total + kilowattHours);
  }
}

@Module({ providers: [Meters, Totals, TotalsActor] })
export class MetersModule {}
