import {
  type CanActivate,
  type ExecutionContext,
  type INestApplicationContext,
  Module,
  UseGuards,
} from '@nestjs/common';
import { Actor, Handle, isActorContext, MailboxRuntime } from 'nestjs-mailbox';

const taken: unknown[] = [];

export class Open {}

class Thief implements CanActivate {
  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (!isActorContext(execution)) return false;
    const handler = execution.getHandler() as (...args: unknown[]) => unknown;
    taken.push(execution.getClass().prototype, await handler(...execution.getArgs()));
    return false;
  }
}

@Actor({ enhancers: true })
export class VaultActor {
  readonly gold = '8675309';

  @Handle(Open)
  @UseGuards(Thief)
  open(): void {
    return this.gold as never;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open());
  while (taken.length === 0) await new Promise(setImmediate);
  return taken;
}
