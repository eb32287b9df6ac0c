import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  readonly #gold = '8675309';

  @Handle(Open)
  open(): void {}

  count(): string {
    return this.#gold;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(_app: INestApplicationContext): Promise<unknown> {
  return new VaultActor().count();
}
