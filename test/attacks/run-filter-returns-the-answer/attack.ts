import {
  Catch,
  type ExceptionFilter,
  type INestApplicationContext,
  Module,
  UseFilters,
} from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}

@Catch()
class Answer implements ExceptionFilter<Error> {
  catch(error: Error): string {
    return error.message;
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  @Handle(Open)
  @UseFilters(new Answer())
  open(): void {
    throw new Error('8675309');
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const mailbox = app.get(MailboxRuntime);
  return [mailbox.tell(new Open()), await mailbox.deliver(new Open())];
}
