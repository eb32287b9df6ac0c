import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}
const kept: ActorContext[] = [];

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    kept.push(context);
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20 && kept.length === 0; turns += 1) await new Promise(setImmediate);
  await new Promise(setImmediate);
  return kept[0]?.tell(new Open());
}
