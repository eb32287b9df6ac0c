import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {
    return { [Symbol.toStringTag]: '8675309', constructor: { name: '8675309' } } as never;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  mailbox.tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  return mailbox.deadLetters.list().map(({ errors }) => errors);
}
