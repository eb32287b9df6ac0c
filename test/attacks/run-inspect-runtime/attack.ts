import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { inspect } from 'node:util';

export class Open {}

@Actor()
export class VaultActor {
  gold = 'none';

  @Handle(Open)
  open(): void {
    this.gold = '8675309';
  }

  peek(): string {
    return this.gold;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  const mailbox = app.get(MailboxRuntime);
  return [
    inspect(mailbox, { depth: Infinity, showHidden: true, getters: true }),
    Reflect.ownKeys(mailbox).map((key) => Reflect.get(mailbox, key) as unknown),
    inspect([mailbox.snapshot(), mailbox.deadLetters, mailbox.activity, mailbox.flow()], {
      depth: Infinity,
      showHidden: true,
      getters: true,
    }),
  ];
}
