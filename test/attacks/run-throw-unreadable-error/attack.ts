import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {
    const body = JSON.parse('{ "message": { "toString": 1 } }') as object; // from another system
    throw Object.assign(new Error(), body);
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
