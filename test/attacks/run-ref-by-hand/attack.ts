import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, ActorRef, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Gold {
  constructor(readonly gold: string) {}
}

export class Open {
  constructor(readonly replyTo: ActorRef) {}
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open({ replyTo }: Open, context: ActorContext): void {
    replyTo.tell(new Gold('8675309'), context);
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export function steal(app: INestApplicationContext): Promise<unknown> {
  return new Promise((resolve) => {
    const me = new ActorRef({ tell: resolve, describe: () => 'me' } as never, undefined as never);
    app.get(MailboxRuntime).tell(new Open(me));
  });
}
