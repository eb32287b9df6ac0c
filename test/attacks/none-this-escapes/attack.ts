import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}
const escaped: object[] = [];

@Actor()
export class VaultActor {
  gold = '8675309';

  constructor() {
    escaped.push(this);
  }

  @Handle(Open)
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  return escaped;
}
