import { Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  static open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}
