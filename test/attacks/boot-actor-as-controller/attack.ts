import { Controller, Get, Module } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

@Controller('vault')
@Actor()
export class VaultActor {
  @Handle(Open)
  open(): void {}

  @Get()
  peek(): string {
    return '8675309';
  }
}

@Module({ controllers: [VaultActor] })
export class AppModule {}
