import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { Actor, Handle, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';

class Ping {}

let pinged = 0;

@Actor()
class PingActor {
  @Handle(Ping)
  ping(): void {
    pinged += 1;
  }
}

@Module({ imports: [MailboxModule.forRoot()], providers: [PingActor] })
class AppModule {}

class NoTransport extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }

  close(): void {}

  on(): void {}

  unwrap<T>(): T {
    throw new Error('there is nothing behind it');
  }
}

describe('A microservice', () => {
  it('starts its actors once, although its init() calls every hook twice', async () => {
    const app = await NestFactory.createMicroservice(AppModule, {
      strategy: new NoTransport(),
      logger: false,
    });
    await app.init();
    app.get(MailboxRuntime).tell(new Ping());
    await app.close();
    expect(pinged).toBe(1);
  });
});
