import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';

export class Open {}
export class Opened {
  constructor(readonly gold: string) {}
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    context.tell(new Opened('8675309'));
  }
}

@Actor()
export class ClerkActor {
  @Handle(Opened)
  opened(): void {}
}

@Module({ providers: [VaultActor, ClerkActor] })
export class VaultModule {}

@Module({})
export class AppModule {}

export async function steal(_app: INestApplicationContext): Promise<unknown> {
  const kit = await MailboxTestKit.create({ imports: [VaultModule] });
  const clerk = kit.probe(ClerkActor);
  kit.tell(new Open());
  await kit.settle();
  const { gold } = clerk.expectOne(Opened);
  await kit.close();
  return gold;
}
