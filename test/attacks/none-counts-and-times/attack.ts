import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly digit: number) {}
}
export class Counted {}

@Actor()
export class VaultActor {
  readonly #gold = '8675309';

  @Handle(Open)
  open({ digit }: Open, context: ActorContext): void {
    for (let n = 0; n < Number(this.#gold[digit]); n += 1) context.publish(new Counted());
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  let gold = '';
  for (let digit = 0; digit < 7; digit += 1) {
    const before = mailbox.snapshot().totals;
    mailbox.tell(new Open(digit));
    for (let turns = 0; turns < 5 && mailbox.snapshot().totals.handled === before.handled; turns += 1)
      await new Promise(setImmediate);
    gold += mailbox.snapshot().totals.unheard - before.unheard;
  }
  return gold;
}
