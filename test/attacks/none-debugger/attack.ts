import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { inspect } from 'node:util';
import { promiseHooks } from 'node:v8';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  async open(): Promise<void> {
    return this.#read();
  }

  #read(): void {
    return '8675309' as unknown as void;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const settled: Promise<unknown>[] = [];
  const stop = promiseHooks.onSettled(
    (promise: Promise<unknown>) => void settled.push(promise),
  ) as () => void;
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  stop();
  return settled.map((promise) => inspect(promise, { depth: 0 }));
}
