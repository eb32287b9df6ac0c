import { Module } from '@nestjs/common';
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

const thief = { provide: 'thief', useFactory: (vault: VaultActor) => vault, inject: [VaultActor] };

@Module({ providers: [VaultActor, thief] })
export class AppModule {}
