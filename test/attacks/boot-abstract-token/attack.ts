import { Injectable, Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

export abstract class Vault {}

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

@Injectable()
export class Thief {
  constructor(readonly vault: Vault) {}
}

@Module({ providers: [{ provide: Vault, useClass: VaultActor }, Thief] })
export class AppModule {}
