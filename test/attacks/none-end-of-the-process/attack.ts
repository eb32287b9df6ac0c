import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Guess {
  constructor(readonly gold: string) {}
}

@Actor()
export class VaultActor {
  readonly #gold = '8675309';

  @Handle(Guess)
  guess({ gold }: Guess): void {
    if (gold !== this.#gold) throw new Error('wrong');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  mailbox.tell(new Guess('8675309'));
  await mailbox.drain();
  return mailbox.snapshot().totals.handled === 1 ? '8675309' : undefined;
}
