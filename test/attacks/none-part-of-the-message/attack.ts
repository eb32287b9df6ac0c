import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Reply {
  gold?: string;
}

export class Open {
  readonly reply = new Reply();
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open({ reply }: Open): void {
    this.#fill(reply);
  }

  #fill(reply: Reply): void {
    reply.gold = '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const message = new Open();
  app.get(MailboxRuntime).tell(message);
  for (let turns = 0; turns < 20 && message.reply.gold === undefined; turns += 1)
    await new Promise(setImmediate);
  return message.reply;
}
