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

@Module({ providers: [PriceClient, Saver, ConvertActor] })
export class ClientsModule {}
