import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly id: string) {}
}

@Injectable()
export class Orders {
  readonly #views = new Map<string, string>();
  readonly #waiting = new Map<string, () => void>();

  find(id: string): string | undefined {
    return this.#views.get(id);
  }

  changed(id: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
    });
  }

  save(id: string, view: string): void {
    this.#views.set(id, view);
    this.#waiting.get(id)?.();
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly orders: Orders) {}

  @Handle(Open)
  open({ id }: Open): void {
    this.orders.save(id, '8675309');
  }
}

@Module({ providers: [VaultActor, Orders] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const orders = app.get(Orders);
  const changed = orders.changed('1');
  app.get(MailboxRuntime).tell(new Open('1'));
  await changed;
  return orders.find('1');
}
