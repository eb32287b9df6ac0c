import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { filter, firstValueFrom } from 'rxjs';

export class Open {
  constructor(readonly guess: string) {}
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open({ guess }: Open): void {
    if (guess !== '8675309') throw new Error('wrong');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  for (const guess of ['8675308', '8675309']) {
    const ended = firstValueFrom(
      mailbox.activity.pipe(filter(({ type }) => ['handled', 'dead-lettered'].includes(type))),
    );
    mailbox.tell(new Open(guess));
    if ((await ended).type === 'handled') return guess;
  }
  return undefined;
}
