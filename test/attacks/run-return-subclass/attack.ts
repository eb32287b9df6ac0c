import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

class Vault {
  @Handle(Open)
  open(): void {}
}

@Actor()
export class VaultActor extends Vault {
  override open(): string {
    return '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
