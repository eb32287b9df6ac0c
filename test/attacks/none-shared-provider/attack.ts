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

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20 && app.get(Shelf).gold === undefined; turns += 1)
    await new Promise(setImmediate);
  return app.get(Shelf).gold;
}
