import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  readonly box = new Int32Array(new SharedArrayBuffer(4));
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open({ box }: Open): void {
    Atomics.store(box, 0, 8675309);
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const message = new Open();
  app.get(MailboxRuntime).tell(message);
  for (let turns = 0; turns < 20 && message.box[0] === 0; turns += 1) await new Promise(setImmediate);
  return message.box[0];
}
