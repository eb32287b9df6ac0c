import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly id: string) {}
}

@Injectable()
export class Jobs {
  static last?: (gold: string) => void;
  readonly waiting = new Map<string, (gold: string) => void>();

  wait(id: string): Promise<string> {
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  waitForLast(): Promise<string> {
    return new Promise((resolve) => (Jobs.last = resolve));
  }
}

const byId = new Map<string, (gold: string) => void>();

function settle(id: string, gold: string): void {
  byId.get(id)?.(gold);
}

/** No promise of the language, but `await` takes it for one. */
function thenable(id: string): PromiseLike<string> {
  return { then: (resolve: (gold: string) => void) => byId.set(id, resolve) } as never;
}

@Actor()
export class VaultActor {
  constructor(private readonly jobs: Jobs) {}

  @Handle(Open)
  open({ id }: Open): void {
    this.jobs.waiting.get(id)?.('8675309');
    Jobs.last?.('8675309');
    settle(id, '8675309');
  }
}

@Module({ providers: [VaultActor, Jobs] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  const jobs = app.get(Jobs);
  const loot = Promise.all([jobs.wait('1'), jobs.waitForLast(), thenable('1')]);
  await new Promise(setImmediate);
  app.get(MailboxRuntime).tell(new Open('1'));
  return loot;
}
