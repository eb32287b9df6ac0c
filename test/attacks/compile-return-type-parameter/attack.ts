import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

abstract class StatefulActor<State extends object> {
  protected abstract readonly state: State;

  @Handle(Open)
  open() {
    return this.state;
  }
}

@Actor()
export class VaultActor extends StatefulActor<{ gold: string }> {
  protected readonly state = { gold: '8675309' };
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
