import {
  type CallHandler,
  type ExecutionContext,
  type INestApplicationContext,
  Module,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { finalize, type Observable } from 'rxjs';

const taken: unknown[] = [];

export class Open {}

class Thief implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const [, context] = execution.getArgs<[Open, { answer?: string }]>();
    return next.handle().pipe(finalize(() => taken.push(context.answer)));
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  @Handle(Open)
  @UseInterceptors(Thief)
  open(_message: Open, context: ActorContext): void {
    Object.assign(context, { answer: '8675309' });
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  while (taken.length === 0) await new Promise(setImmediate);
  return taken;
}
