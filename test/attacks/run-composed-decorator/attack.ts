import { applyDecorators, type INestApplicationContext, Module, SetMetadata } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime, type MessageClass } from 'nestjs-mailbox';

export class Open {}

const Command = (message: MessageClass<Open>) =>
  applyDecorators(SetMetadata('command', true), Handle(message) as MethodDecorator);

@Actor()
export class VaultActor {
  @Command(Open)
  open() {
    return '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
