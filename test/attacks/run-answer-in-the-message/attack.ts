import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Ask {
  answer?: string;
}

export class AskByContext extends Ask {}

export class AskByArguments extends Ask {}

export class AskLater extends Ask {}

export class Remember {}

@Actor()
export class VaultActor {
  #kept: Ask | undefined;

  @Handle(Ask)
  open(message: Ask): void {
    message.answer = '8675309';
  }

  @Handle(AskByContext)
  byContext(_message: AskByContext, context: ActorContext): void {
    (context.envelope.message as Ask).answer = '8675309';
  }

  @Handle(AskByArguments)
  byArguments(_message: AskByArguments): void {
    arguments[0].answer = '8675309';
  }

  @Handle(AskLater)
  keep(message: AskLater): void {
    this.#kept = message;
  }

  @Handle(Remember)
  remember(): void {
    if (this.#kept !== undefined) this.#kept.answer = '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const messages = [new Ask(), new AskByContext(), new AskByArguments(), new AskLater()];
  for (const message of [...messages, new Remember()]) app.get(MailboxRuntime).tell(message);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  return messages.map(({ answer }) => answer);
}
