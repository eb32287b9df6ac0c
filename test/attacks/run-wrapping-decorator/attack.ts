import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

/** As an interceptor would: calls the method, and answers in its place. */
function Answering(): MethodDecorator {
  return (_prototype, _name, descriptor) => {
    const wrapped = descriptor.value as unknown as (...args: unknown[]) => void;
    descriptor.value = function (this: unknown, ...args: unknown[]): string {
      wrapped.apply(this, args);
      return '8675309';
    } as never;
  };
}

@Actor()
export class VaultActor {
  @Handle(Open)
  @Answering()
  open(): void {
    // what the wrapper adds is what goes out
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
