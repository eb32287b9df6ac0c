import { setImmediate } from 'node:timers/promises';

import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Injectable()
export class Shelf {
  gold?: string;
}

@Actor()
export class VaultActor {
  constructor(private readonly shelf: Shelf) {}

  @Handle(Open)
  open(): void {
    this.shelf.gold = '8675309';
  }
}

@Module({ providers: [VaultActor, Shelf] })
export class AppModule {}

/** As a query of a database between the two lines would do. */
export async function steal(app: INestApplicationContext): Promise<unknown> {
  await app.get(MailboxRuntime).deliver(new Open());
  await setImmediate();
  await setImmediate();
  return app.get(Shelf).gold;
}
