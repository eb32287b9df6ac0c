import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { Observable, of } from 'rxjs';

export class Open {}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(): Observable<string> {
    return of('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
