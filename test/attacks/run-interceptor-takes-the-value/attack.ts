import {
  type CallHandler,
  type ExecutionContext,
  type INestApplicationContext,
  Module,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { map, type Observable } from 'rxjs';

const taken: unknown[] = [];

export class Open {}

class Thief implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((value) => void taken.push(value)));
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  @Handle(Open)
  @UseInterceptors(Thief)
  open(): void {
    return '8675309' as never;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  while (taken.length === 0) await new Promise(setImmediate);
  return taken;
}
