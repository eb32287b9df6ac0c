import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Ask {
  constructor(readonly reply: (gold: string) => void) {}
}

@Actor()
export class VaultActor {
  @Handle(Ask)
  open({ reply }: Ask): void {
    reply('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export function ask(mailbox: MailboxRuntime): Promise<string> {
  return new Promise((resolve) => mailbox.tell(new Ask(resolve)));
}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return ask(app.get(MailboxRuntime));
}
