import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Search {
  constructor(readonly pattern: RegExp) {}
}

/** Only looks. */
@Actor()
export class VaultActor {
  readonly #gold = '8675309';
  #hits = 0;

  @Handle(Search)
  search({ pattern }: Search): void {
    if (pattern.test(this.#gold)) this.#hits += 1;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

/** A global pattern that has matched says where it stopped. */
export async function steal(app: INestApplicationContext): Promise<unknown> {
  let known = '';
  for (let digit = 0; digit < 10 && known.length < 7; digit += 1) {
    const pattern = new RegExp(`^${known}${digit}`, 'g');
    app.get(MailboxRuntime).tell(new Search(pattern));
    for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
    if (pattern.lastIndex === 0) continue;
    known += String(digit);
    digit = -1;
  }
  return known;
}
