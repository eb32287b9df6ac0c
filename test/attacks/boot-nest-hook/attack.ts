import { Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}
const escaped: object[] = [];

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {}

  onModuleInit(): void {
    escaped.push(this);
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}
