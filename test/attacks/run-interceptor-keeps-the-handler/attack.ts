import {
  type CallHandler,
  type ExecutionContext,
  type INestApplicationContext,
  Module,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { lastValueFrom, type Observable } from 'rxjs';

const kept: CallHandler[] = [];

export class Open {}

class Keeper implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    kept.push(next);
    return next.handle();
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  @Handle(Open)
  @UseInterceptors(Keeper)
  open(): void {}
}

@Module({ providers: [VaultActor] })
export class AppModule {}

/** Calls the handler like a method, past its mailbox. */
export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  return ['8675309', await lastValueFrom((kept[0] as CallHandler).handle())];
}
