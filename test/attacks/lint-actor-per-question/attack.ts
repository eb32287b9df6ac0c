import { type INestApplicationContext, Module } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { Actor, ActorContext, Handle, MailboxRuntime, Subscribe } from 'nestjs-mailbox';

export class Open {}

export class Opened {
  constructor(readonly gold: string) {}
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    context.publish(new Opened('8675309'));
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export function steal(app: INestApplicationContext): Promise<unknown> {
  return new Promise((resolve) => {
    @Actor({ name: 'reply-1' })
    class ReplyActor {
      @Subscribe(Opened)
      opened({ gold }: Opened): void {
        resolve(gold);
      }
    }
    @Module({ providers: [ReplyActor] })
    class ReplyModule {}
    void app
      .get(LazyModuleLoader)
      .load(() => ReplyModule)
      .then(() => app.get(MailboxRuntime).tell(new Open()));
  });
}
