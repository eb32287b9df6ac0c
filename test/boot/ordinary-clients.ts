import { EventEmitter } from 'node:events';
import { Injectable, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

// What waits for a worker, a socket, a client or a lock, beside the messages that it sends: no handler settles any of it. No rule of
// the linter may find anything in it, and no boot check either.

class Convert {
  constructor(readonly text: string) {}
}

class ConvertStarted {
  constructor(readonly text: string) {}
}

class Converted {
  constructor(readonly text: string) {}
}

class Priced {
  constructor(readonly price: number) {}
}

class Saving {
  constructor(readonly id: string) {}
}

/** Its answers come over a socket. */
@Injectable()
class PriceClient {
  readonly #pending = new Map<string, (price: number) => void>();
  readonly #socket = new EventEmitter();

  constructor(readonly mailbox: MailboxRuntime) {
    this.#socket.on('price', (sku: string, price: number) => this.#pending.get(sku)?.(price));
  }

  async refresh(sku: string): Promise<void> {
    this.mailbox.publish(new Priced(await this.#price(sku)));
  }

  refreshLater(sku: string): void {
    void this.#price(sku).then((price) => this.mailbox.publish(new Priced(price)));
  }

  announce(sku: string): Promise<number> {
    return new Promise((resolve) => {
      this.#pending.set(sku, resolve);
      this.#socket.emit('ask', sku);
      this.mailbox.publish(new Saving(sku));
    });
  }

  #price(sku: string): Promise<number> {
    return new Promise((resolve) => {
      this.#pending.set(sku, resolve);
      this.#socket.emit('ask', sku);
    });
  }
}

/** Says that it saves, and saves one at a time. */
@Injectable()
class Saver {
  readonly #queue: (() => void)[] = [];
  #isBusy = false;

  constructor(readonly mailbox: MailboxRuntime) {}

  async save(id: string, write: () => Promise<void>): Promise<void> {
    this.mailbox.publish(new Saving(id));
    await this.#acquire();
    try {
      await write();
    } finally {
      this.#release();
    }
  }

  #acquire(): Promise<void> {
    if (this.#isBusy) return new Promise((resolve) => this.#queue.push(resolve));
    this.#isBusy = true;
    return Promise.resolve();
  }

  #release(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#isBusy = false;
    else next();
  }
}

/** Has a worker do the work. */
@Actor()
class ConvertActor {
  readonly #jobs = new Map<string, (text: string) => void>();
  readonly #worker = new EventEmitter();

  onActivate(): void {
    this.#worker.on('done', (id: string, text: string) => this.#jobs.get(id)?.(text));
  }

  @Handle(Convert)
  async convert({ text }: Convert, context: ActorContext): Promise<void> {
    context.publish(new ConvertStarted(text));
    context.publish(new Converted(await this.#run(text)));
  }

  #run(text: string): Promise<string> {
    return new Promise((resolve) => {
      this.#jobs.set(text, resolve);
      this.#worker.emit('run', text);
    });
  }
}

class Compress {
  constructor(readonly file: string) {}
}

/** Has a process do the work, and looks at what that says. */
@Actor()
class CompressActor {
  @Handle(Compress)
  async compress({ file }: Compress, context: ActorContext): Promise<void> {
    context.publish(new Saving(file));
    await this.#run(file);
  }

  #run(file: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = new EventEmitter();
      child.on('text', (text: string) => this.#onText(text, resolve));
      child.on('exit', (code: number) => this.#onExit(code, reject));
      child.emit('text', `${file}: done`);
    });
  }

  #onText(text: string, done: () => void): void {
    if (text.endsWith('done')) done();
  }

  #onExit(code: number, fail: (error: Error) => void): void {
    if (code !== 0) fail(new Error(`exit ${code}`));
  }
}

/** Opens one connection, however many ask for it meanwhile. */
@Injectable()
class Connections {
  readonly #waiting = new Map<string, ((connection: string) => void)[]>();

  constructor(readonly mailbox: MailboxRuntime) {}

  take(id: string): Promise<string> {
    this.mailbox.publish(new Saving(id));
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id);
      if (waiting !== undefined) return void waiting.push(resolve);
      this.#waiting.set(id, [resolve]);
      void this.#open(id);
    });
  }

  async #open(id: string): Promise<void> {
    const connection = await Promise.resolve(`connection of ${id}`);
    for (const resolve of this.#waiting.get(id) ?? []) resolve(connection);
    this.#waiting.delete(id);
  }
}

/** Runs so many at once, and the others later. */
@Injectable()
class Tasks {
  readonly #queue: { readonly run: () => Promise<number>; readonly done: (result: number) => void }[] = [];
  #running = 0;

  constructor(readonly mailbox: MailboxRuntime) {}

  add(run: () => Promise<number>): Promise<number> {
    this.mailbox.publish(new Saving('task'));
    return new Promise((resolve) => {
      if (this.#running < 2) void this.#run(run, resolve);
      else this.#queue.push({ run, done: resolve });
    });
  }

  async #run(run: () => Promise<number>, done: (result: number) => void): Promise<void> {
    this.#running += 1;
    done(await run());
    this.#running -= 1;
    const next = this.#queue.shift();
    if (next !== undefined) await this.#run(next.run, next.done);
  }
}

@Module({ providers: [PriceClient, Saver, ConvertActor, CompressActor, Connections, Tasks] })
export class ClientsModule {}
