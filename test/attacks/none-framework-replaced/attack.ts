import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  gold = '8675309';

  @Handle(Open)
  async open(): Promise<void> {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const caught: unknown[] = [];
  const { call } = Function.prototype;
  const { apply } = Reflect;
  const { open } = VaultActor.prototype;
  Function.prototype.call = function spy(this: () => unknown, ...given: [unknown, ...never[]]): unknown {
    if (this === open) caught.push(given[0]);
    return apply(call, this, given);
  } as typeof call;
  try {
    app.get(MailboxRuntime).tell(new Open());
    for (let turns = 0; turns < 20 && caught.length === 0; turns += 1) await new Promise(setImmediate);
  } finally {
    Function.prototype.call = call;
  }
  return caught;
}
