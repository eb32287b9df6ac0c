import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  #resolve!: (gold: string) => void;
  readonly #answer = new Promise<string>((resolve) => {
    this.#resolve = resolve;
  });

  get answer(): Promise<string> {
    return this.#answer;
  }

  reply(gold: string): void {
    this.#resolve(gold);
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
  return message.answer;
}
