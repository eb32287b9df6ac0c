import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, ActorRef, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly replyTo: ActorRef) {}
}
export class Gold {
  constructor(readonly gold: string) {}
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
    const mine = new MailboxRuntime();
    const invoke = (gold: object): void => resolve(gold);
    const handlers = [{ kind: 'handle' as const, message: Gold, method: 'take', invoke }];
    mine.register([{ name: 'me', className: 'Me', classes: [], keyed: false, create: () => ({}), handlers }]);
    void mine.start();
    app.get(MailboxRuntime).tell(new Open(mine.ref('me')));
  });
}
