import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  gold = 'none';

  @Handle(Open)
  open(): void {
    this.gold = '8675309';
  }

  peek(): string {
    return this.gold;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(VaultActor).peek();
}
