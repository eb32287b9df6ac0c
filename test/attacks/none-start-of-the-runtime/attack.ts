import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Actor, Handle, MailboxModule } from 'nestjs-mailbox';

export class Open {}

@Actor()
export class QuietActor {
  @Handle(Open)
  open(): void {}
}

@Module({ providers: [QuietActor] })
export class AppModule {}

export class Other {}

@Actor()
export class VaultActor {
  async onActivate(): Promise<void> {
    await new Promise(setImmediate);
    throw new Error('8675309');
  }

  @Handle(Other)
  other(): void {}
}

@Module({
  imports: [MailboxModule.forRoot({ supervision: { maxRestarts: 0 } })],
  providers: [VaultActor],
})
export class OtherModule {}

/** `await app.init()`, or `await runtime.start()`, do the same. */
export async function steal(_app: INestApplicationContext): Promise<unknown> {
  return NestFactory.createApplicationContext(OtherModule, { logger: false, abortOnError: false }).then(
    () => undefined,
    (error: unknown) => error,
  );
}
