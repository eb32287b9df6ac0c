import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Ask {
  answer?: string;
}

@Actor()
export class VaultActor {
  @Handle(Ask)
  open(message: Ask): void {
    message.answer = '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const message = new Ask();
  app.get(MailboxRuntime).tell(message);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  return message.answer;
}
