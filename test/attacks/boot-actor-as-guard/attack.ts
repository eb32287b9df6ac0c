import { type CanActivate, type INestApplicationContext, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Actor, Handle } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class VaultActor implements CanActivate {
  @Handle(Open)
  open(): void {}

  canActivate(): boolean {
    return true; // Nest asks an instance of its own, on every request
  }
}

@Module({ providers: [VaultActor, { provide: APP_GUARD, useExisting: VaultActor }] })
export class AppModule {}

export async function steal(_app: INestApplicationContext): Promise<unknown> {
  return '8675309';
}
