import { type INestApplicationContext, Module, UseInterceptors } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { map } from 'rxjs';

export class Open {}

@Actor({ enhancers: true })
@UseInterceptors({ intercept: (_, next) => next.handle().pipe(map(() => ({ data: '8675309' }))) })
export class VaultActor {
  @Handle(Open)
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
