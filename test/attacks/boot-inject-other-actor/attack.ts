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

@Actor()
export class ThiefActor {
  constructor(readonly vault: VaultActor) {}
}

@Module({ providers: [VaultActor, ThiefActor] })
export class AppModule {}
