import { Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import { Gauge, Registry } from 'prom-client';

export class Open {}
const registry = new Registry();

@Actor()
export class VaultActor {
  readonly #gold = 8675309;

  constructor() {
    const collect = (): void => gauge.set(this.#gold);
    const gauge = new Gauge({ name: 'vault_gold', help: 'Gold', registers: [registry], collect });
  }

  @Handle(Open)
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}

/** Calls the actor, past its mailbox. */
export async function steal(): Promise<unknown> {
  return registry.metrics();
}
