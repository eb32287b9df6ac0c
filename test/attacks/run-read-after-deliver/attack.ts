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

/** test/nest/read-after-deliver.spec.ts does the same over HTTP. */
export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  const receipt = await mailbox.deliver(new Open());
  return [receipt, app.get(Shelf).gold, mailbox.snapshot().totals.handled, mailbox.deadLetters.list()];
}
