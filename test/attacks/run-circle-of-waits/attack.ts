import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class AskLeft {}
export class AskRight {}
export class LeftDone {}
export class RightDone {}

@Actor()
export class LeftActor {
  #answered = (): void => {};

  @Handle(AskLeft)
  async ask(_message: AskLeft, context: ActorContext): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#answered = resolve));
    context.tell(new AskRight());
    await answered;
  }

  @Handle(RightDone)
  done(): void {
    this.#answered();
  }
}

@Actor()
export class RightActor {
  #answered = (): void => {};

  @Handle(AskRight)
  async ask(_message: AskRight, context: ActorContext): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#answered = resolve));
    context.tell(new AskLeft());
    await answered;
    context.tell(new RightDone());
  }

  @Handle(LeftDone)
  done(): void {
    this.#answered();
  }
}

@Module({ providers: [LeftActor, RightActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(MailboxRuntime).deliver(new AskLeft());
}
