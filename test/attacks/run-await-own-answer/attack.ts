import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}
export class AskGold {}
export class Gold {}

@Actor()
export class VaultActor {
  #answered = (): void => {};

  @Handle(Open)
  async open(_message: Open, context: ActorContext): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#answered = resolve));
    context.tell(new AskGold());
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
  ask(_message: AskGold, context: ActorContext): void {
    context.tell(new Gold());
  }
}

@Module({ providers: [VaultActor, GoldActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(MailboxRuntime).deliver(new Open());
}
