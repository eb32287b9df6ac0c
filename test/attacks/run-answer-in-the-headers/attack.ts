import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    (context.envelope.headers as Record<string, string>)['gold'] = '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const headers: Record<string, string> = {};
  app.get(MailboxRuntime).tell(new Open(), { headers });
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  return headers;
}
