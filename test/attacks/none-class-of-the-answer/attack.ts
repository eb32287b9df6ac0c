import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

/** One of the classes that the answer may be of. */
export class Answer8675309 {}

@Actor()
export class VaultActor {
  #answer: object = new Answer8675309();

  @Handle(Open)
  open(): void {
    return this.#read();
  }

  #read(): void {
    return this.#answer as unknown as void;
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
