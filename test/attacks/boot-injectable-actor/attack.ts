import { Injectable, Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

@Injectable()
@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}
