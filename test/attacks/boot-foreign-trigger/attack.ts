import { Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import { Cron } from '@nestjs/schedule';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  @Cron('* * * * * *')
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}
