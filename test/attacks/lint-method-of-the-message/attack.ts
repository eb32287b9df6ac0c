import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  #gold?: string;

  get gold(): string | undefined {
    return this.#gold;
  }

  reply(gold: string): void {
    this.#gold = gold;
  }
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(message: Open): void {
    message.reply('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const message = new Open();
  app.get(MailboxRuntime).tell(message);
  for (let turns = 0; turns < 20 && message.gold === undefined; turns += 1) await new Promise(setImmediate);
  return message.gold;
}
