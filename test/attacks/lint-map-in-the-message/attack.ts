import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Ask {
  constructor(readonly box: Map<string, string>) {}
}

@Actor()
export class VaultActor {
  @Handle(Ask)
  open({ box }: Ask): void {
    box.set('gold', '8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const box = new Map<string, string>();
  app.get(MailboxRuntime).tell(new Ask(box));
  for (let turns = 0; turns < 20 && !box.has('gold'); turns += 1) await new Promise(setImmediate);
  return box;
}
