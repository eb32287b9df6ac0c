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

const alias = { provide: 'vault', useExisting: VaultActor };

@Module({ providers: [VaultActor, alias] })
export class AppModule {}
