import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor extends Error {
  gold = '8675309';

  @Handle(Open)
  open(): void {
    throw this;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  mailbox.tell(new Open());
  for (let turns = 0; turns < 20 && mailbox.deadLetters.list().length === 0; turns += 1)
    await new Promise(setImmediate);
  return (mailbox.deadLetters.list()[0]?.errors[0] as VaultActor).gold;
}
