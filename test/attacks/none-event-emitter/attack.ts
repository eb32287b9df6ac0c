import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { EventEmitter, once } from 'node:events';

export class Open {}
const bus = new EventEmitter();

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {
    bus.emit('gold', '8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const gold = once(bus, 'gold');
  app.get(MailboxRuntime).tell(new Open());
  return gold;
}
