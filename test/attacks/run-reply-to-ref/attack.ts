import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, type ActorRef, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}
export class AskGold {
  constructor(readonly replyTo: ActorRef) {}
}
export class Gold {}

@Actor()
export class VaultActor {
  #answered = (): void => {};

  @Handle(Open)
  async open(_message: Open, context: ActorContext): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#answered = resolve));
    context.tell(new AskGold(context.self));
    await answered;
  }

  @Handle(Gold)
  gold(): void {
    this.#answered();
  }
}

@Actor()
export class GoldActor {
  @Handle(AskGold)
  ask({ replyTo }: AskGold, context: ActorContext): void {
    replyTo.tell(new Gold(), context);
  }
}

@Module({ providers: [VaultActor, GoldActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(MailboxRuntime).deliver(new Open());
}
