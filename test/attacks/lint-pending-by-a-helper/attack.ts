import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly id: string) {}
}

interface Deferred {
  readonly promise: Promise<string>;
  readonly resolve: (gold: string) => void;
}

function defer(): Deferred {
  let resolve!: (gold: string) => void;
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

@Injectable()
export class Desk {
  readonly #waiting = new Map<string, Deferred[]>();

  constructor(private readonly mailbox: MailboxRuntime) {}

  ask(id: string): Promise<string> {
    const deferred = defer();
    this.#keep(id, deferred);
    this.mailbox.tell(new Open(id));
    return deferred.promise;
  }

  answer(id: string, gold: string): void {
    for (const { resolve } of this.#waiting.get(id) ?? []) resolve(gold);
  }

  #keep(id: string, deferred: Deferred): void {
    const list = this.#waiting.get(id) ?? [];
    list.push(deferred);
    this.#waiting.set(id, list);
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly desk: Desk) {}

  @Handle(Open)
  open({ id }: Open): void {
    this.desk.answer(id, '8675309');
  }
}

@Module({ providers: [VaultActor, Desk] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(Desk).ask('1');
}
