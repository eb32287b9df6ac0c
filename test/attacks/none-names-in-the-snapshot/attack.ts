import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

export class Hold {
  constructor(readonly gold: string) {}
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    context.tell(new Hold('8675309'));
  }
}

@Actor({ keyBy: ({ gold }: Hold) => gold })
export class HoldActor {
  @Handle(Hold)
  async hold(): Promise<void> {
    for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
  }
}

@Module({ providers: [VaultActor, HoldActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  mailbox.flow();
  mailbox.tell(new Open());
  const busy = () => mailbox.snapshot().actors['hold']?.busy ?? [];
  while (busy().length === 0) await new Promise(setImmediate);
  return mailbox.flow().edges.some(({ message }) => message === 'Hold') ? busy() : undefined;
}
