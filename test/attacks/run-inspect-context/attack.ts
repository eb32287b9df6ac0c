import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { inspect } from 'node:util';

export class Open {}
const kept: ActorContext[] = [];

@Actor()
export class VaultActor {
  gold = '8675309';

  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    kept.push(context);
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  return kept.map((context) => [
    inspect(context, { depth: Infinity, showHidden: true, getters: true }),
    Reflect.ownKeys(context).map((key) => Reflect.get(context, key) as unknown),
  ]);
}
