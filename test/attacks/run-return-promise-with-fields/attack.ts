import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

export class OpenMore {}

class Answer extends Promise<void> {
  gold = '8675309';
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open() {
    return new Answer((resolve) => resolve());
  }

  @Handle(OpenMore)
  more(): Promise<void> & { gold: string } {
    return Object.assign(Promise.resolve(), { gold: '8675309' });
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  const seen: unknown[] = [];
  mailbox.activity.subscribe((activity) => seen.push(activity));
  mailbox.tell(new Open());
  mailbox.tell(new OpenMore());
  while (mailbox.snapshot().totals.handled < 2) await new Promise(setImmediate);
  return seen;
}
