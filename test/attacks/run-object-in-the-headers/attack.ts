import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

interface Box {
  gold?: string;
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    (context.envelope.headers['box'] as Box).gold = '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const box: Box = {};
  app.get(MailboxRuntime).tell(new Open(), { headers: { box: box as never } });
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  return box;
}
