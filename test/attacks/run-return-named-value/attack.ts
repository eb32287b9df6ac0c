import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly by: 'member' | 'prototype' | 'class') {}
}

@Actor()
export class VaultActor {
  #gold = '$8675309';

  @Handle(Open)
  open({ by }: Open): void {
    const name = this.#gold;
    if (by === 'member') return { [Symbol.toStringTag]: name, constructor: { name } } as never;
    if (by === 'prototype') return Object.create({ [Symbol.toStringTag]: name }) as never;
    const Named = { [name]: class {} }[name] as new () => object;
    return new Named() as never;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  for (const by of ['member', 'prototype', 'class'] as const) mailbox.tell(new Open(by));
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  return mailbox.deadLetters.list().map(({ errors }) => errors);
}
