import { type INestApplicationContext, Module, Scope } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {}

  peek(): string {
    return '8675309';
  }
}

@Module({ providers: [{ provide: VaultActor, useClass: VaultActor, scope: Scope.DEFAULT }] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(VaultActor).peek();
}
