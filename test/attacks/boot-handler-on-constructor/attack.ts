import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  gold = '8675309';
}
Handle(Open)(VaultActor.prototype, 'constructor', {} as never);

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(MailboxRuntime).deliver(new Open());
}
