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

const kept: VaultActor[] = [];
const made = {
  provide: VaultActor,
  useFactory: () => (kept.push(new VaultActor()), kept[0]),
};

@Module({ providers: [made] })
export class AppModule {}
