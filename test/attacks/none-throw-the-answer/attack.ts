import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {
    throw new Error('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const { deadLetters } = app.get(MailboxRuntime);
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20 && deadLetters.list().length === 0; turns += 1)
    await new Promise(setImmediate);
  return deadLetters.list()[0]?.errors;
}
