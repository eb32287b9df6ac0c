import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

class Spy {
  static readonly seen: unknown[] = [];

  constructor(executor: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void) {
    const spy = (value: unknown): never => {
      Spy.seen.push(value);
      throw new Error('in a job of the engine');
    };
    executor(spy, spy);
  }
}

class SpiedPromise<T> extends Promise<T> {
  static override get [Symbol.species](): PromiseConstructor {
    return Spy as unknown as PromiseConstructor;
  }
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): Promise<void> {
    return SpiedPromise.resolve('8675309') as Promise<unknown> as Promise<void>;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
  return Spy.seen;
}
