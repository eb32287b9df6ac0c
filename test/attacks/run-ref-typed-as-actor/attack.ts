import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, InjectActor } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {}

  peek(): string {
    return '8675309';
  }
}

@Injectable()
export class Thief {
  constructor(@InjectActor(VaultActor) readonly vault: VaultActor) {}
}

@Module({ providers: [VaultActor, Thief] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(Thief).vault.peek();
}
