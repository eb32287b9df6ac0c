import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';

export class Open {}
const replies = new AsyncLocalStorage<{ gold?: string }>();

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {
    const store = replies.getStore();
    if (store !== undefined) store.gold = '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const store: { gold?: string } = {};
  const { start } = tracingChannel('mailbox:process');
  start.bindStore(replies, () => store);
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  start.unbindStore(replies);
  return store;
}
