import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor({
  keyBy: (): string => {
    throw new Error('8675309');
  },
})
export class VaultActor {
  @Handle(Open)
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app
    .get(MailboxRuntime)
    .deliver(new Open())
    .catch((error: unknown) => error);
}
