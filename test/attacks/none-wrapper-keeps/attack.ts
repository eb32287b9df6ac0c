import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}
const kept: unknown[] = [];

/** As a package brings it, for caching, transactions or traces: it calls the method, and returns nothing. */
export function Kept(_prototype: object, _name: string, descriptor: PropertyDescriptor): void {
  const method = descriptor.value as (...given: unknown[]) => unknown;
  descriptor.value = function (this: object, ...given: unknown[]): void {
    kept.push(method.apply(this, given), this);
  };
}

@Actor()
export class VaultActor {
  @Handle(Open)
  @Kept
  open(): void {
    return this.read();
  }

  read(): void {
    return '8675309' as unknown as void;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 20 && kept.length === 0; turns += 1) await new Promise(setImmediate);
  return kept;
}
