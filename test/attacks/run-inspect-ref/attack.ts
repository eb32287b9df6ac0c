import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { inspect } from 'node:util';

export class Open {}

@Actor()
export class VaultActor {
  gold = 'none';

  @Handle(Open)
  open(): void {
    this.gold = '8675309';
  }

  peek(): string {
    return this.gold;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  const ref = app.get(MailboxRuntime).ref(VaultActor);
  return [
    inspect(ref, { depth: Infinity, showHidden: true, getters: true }),
    Reflect.ownKeys(ref).map((key) => Reflect.get(ref, key) as unknown),
    JSON.stringify(ref),
    (ref as unknown as VaultActor).gold,
  ];
}
