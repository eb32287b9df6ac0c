import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): Promise<void> {
    let asked = 0;
    const get = (): unknown => {
      if ((asked += 1) > 1) throw new Error('no');
      return Promise;
    };
    return Object.defineProperty(Promise.resolve(), 'constructor', { get });
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
