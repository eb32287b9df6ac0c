import { promisify } from 'node:util';

import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly id: string) {}
}

/** As a package brings it, or a file of its own: what it does with a function is not to be seen. */
@Injectable()
export class Listeners {
  readonly #byName = new Map<string, (value: string) => void>();

  once(name: string, listener: (value: string) => void): void {
    this.#byName.set(name, listener);
  }

  emit(name: string, value: string): void {
    this.#byName.get(name)?.(value);
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly listeners: Listeners) {}

  @Handle(Open)
  open({ id }: Open): void {
    this.listeners.emit(id, '8675309');
  }
}

@Module({ providers: [VaultActor, Listeners] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const once = promisify((name: string, done: (error: null, value: string) => void) =>
    app.get(Listeners).once(name, (value) => done(null, value)),
  );
  const gold = once('1');
  app.get(MailboxRuntime).tell(new Open('1'));
  return gold;
}
