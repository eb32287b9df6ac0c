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

/** As a package brings it: one after the other. */
@Injectable()
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result;
    return result;
  }
}

export class Close {}

@Injectable()
export class Journal {
  readonly lines: string[] = [];
}

@Actor()
export class VaultActor {
  constructor(
    private readonly cache: Cache,
    private readonly mutex: Mutex,
    private readonly journal: Journal,
  ) {}

  @Handle(Open)
  async open(): Promise<void> {
    await this.cache.wrap('gold', () => this.#read());
  }

  @Handle(Close)
  async close(): Promise<void> {
    await this.mutex.run(async () => {
      this.journal.lines.push('begun');
      this.journal.lines.push(await this.#read());
    });
  }

  async #read(): Promise<string> {
    await new Promise(setImmediate);
    return '8675309';
  }
}

@Module({ providers: [VaultActor, Cache, Mutex, Journal] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const [cache, { lines }] = [app.get(Cache), app.get(Journal)];
  app.get(MailboxRuntime).tell(new Open());
  while (!cache.has('gold')) await new Promise(setImmediate);
  const gold = await cache.wrap('gold', async () => 'nothing');
  app.get(MailboxRuntime).tell(new Close());
  while (lines.length === 0) await new Promise(setImmediate);
  await app.get(Mutex).run(async () => {});
  return lines.includes(gold) ? gold : undefined;
}
