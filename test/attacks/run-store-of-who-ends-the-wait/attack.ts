import {
  type CallHandler,
  type ExecutionContext,
  type INestApplicationContext,
  Module,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { AsyncLocalStorage } from 'node:async_hooks';
import { first, type Observable, Subject, switchMap } from 'rxjs';

export class Open {}
const replies = new AsyncLocalStorage<{ gold?: string }>();
const ready = new Subject<boolean>();

/** Lets nothing run until the database is there. */
class ReadyInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return ready.pipe(
      first(Boolean),
      switchMap(() => next.handle()),
    );
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  @Handle(Open)
  @UseInterceptors(ReadyInterceptor)
  open(): void {
    const store = replies.getStore();
    if (store !== undefined) store.gold = '8675309';
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const store: { gold?: string } = {};
  app.get(MailboxRuntime).tell(new Open());
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  replies.run(store, () => ready.next(true));
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
  return store;
}
