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
  const { apply } = Reflect;
  const { open } = VaultActor.prototype;
  VaultActor.prototype.open = new Proxy(open, {
    apply: (target, self: object, given) => {
      caught.push(self);
      return apply(target, self, given) as Promise<void>;
    },
  });
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20 && caught.length === 0; turns += 1) await new Promise(setImmediate);
  return caught;
}
