import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  gold = '8675309';

  @Handle(Open)
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  Reflect.deleteProperty(VaultActor.prototype, 'open');
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
