import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {
    throw new Error('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export function steal(app: INestApplicationContext): Promise<unknown> {
  return new Promise((settled) => {
    const sends = { settled, redriven: 0, nearest: () => undefined };
    const forged = new ActorContext({ host: {}, isOver: false, sends } as never, undefined as never);
    app.get(MailboxRuntime).tell(new Open(), forged);
  });
}
