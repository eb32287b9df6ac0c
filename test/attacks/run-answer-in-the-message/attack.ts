import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Ask {
  answer?: string;
}

export class AskByContext extends Ask {}

export class AskByArguments extends Ask {}

@Actor()
export class VaultActor {
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
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const messages = [new Ask(), new AskByContext(), new AskByArguments()];
  for (const message of messages) app.get(MailboxRuntime).tell(message);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  return messages.map(({ answer }) => answer);
}
