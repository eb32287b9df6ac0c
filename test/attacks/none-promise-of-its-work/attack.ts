import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

/** As a package brings it: who asks while it runs gets the same promise. */
@Injectable()
export class Cache {
  readonly #inFlight = new Map<string, Promise<string>>();

  wrap(key: string, load: () => Promise<string>): Promise<string> {
    const running = this.#inFlight.get(key) ?? load();
    this.#inFlight.set(key, running);
    return running;
  }

  has(key: string): boolean {
    return this.#inFlight.has(key);
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly cache: Cache) {}

  @Handle(Open)
  async open(): Promise<void> {
    await this.cache.wrap('gold', () => this.#read());
  }

  async #read(): Promise<string> {
    await new Promise(setImmediate);
    return '8675309';
  }
}

@Module({ providers: [VaultActor, Cache] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const cache = app.get(Cache);
  app.get(MailboxRuntime).tell(new Open());
  while (!cache.has('gold')) await new Promise(setImmediate);
  return cache.wrap('gold', async () => 'nothing');
}
