import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { firstValueFrom } from 'rxjs';

export class Open {}

export class Gold {
  constructor(readonly gold: string) {}
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    context.tell(new Gold('8675309'));
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  const letter = firstValueFrom(mailbox.deadLetters.stream);
  mailbox.tell(new Open());
  return (await letter).envelope.message;
}
