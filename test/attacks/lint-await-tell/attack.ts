import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  gold = 'none';

  @Handle(Open)
  open(): void {
    this.gold = '8675309';
  }

  peek(): string {
    return this.gold;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  await mailbox.tell(new Open());
  return mailbox.snapshot().totals.handled > 0 ? '8675309' : undefined;
}
