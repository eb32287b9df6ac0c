import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly id: string) {}
}

@Injectable()
export class Pending {
  readonly #waiting = new Map<string, (gold: string) => void>();

  wait(id: string): Promise<string> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  settle(id: string, gold: string): void {
    this.#finish(id, gold);
  }

  #finish(id: string, gold: string): void {
    this.#waiting.get(id)?.(gold);
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly pending: Pending) {}

  @Handle(Open)
  open({ id }: Open): void {
    this.pending.settle(id, '8675309');
  }
}

@Module({ providers: [VaultActor, Pending] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const gold = app.get(Pending).wait('1');
  app.get(MailboxRuntime).tell(new Open('1'));
  return gold;
}
