import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Ask {
  constructor(readonly response: { end(gold: string): void }) {}
}

@Actor()
export class VaultActor {
  @Handle(Ask)
  open({ response }: Ask): void {
    response.end('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const ended: string[] = [];
  app.get(MailboxRuntime).tell(new Ask({ end: (gold) => ended.push(gold) }));
  for (let turns = 0; turns < 20 && ended.length === 0; turns += 1) await new Promise(setImmediate);
  return ended;
}
