import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {
  constructor(readonly id: string) {}
}

@Injectable()
export class Jobs {
  readonly running = new Map<string, Promise<string>>();

  get(id: string): Promise<string> | undefined {
    return this.running.get(id);
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly jobs: Jobs) {}

  @Handle(Open)
  async open({ id }: Open): Promise<void> {
    const read = this.#read();
    this.jobs.running.set(id, read);
    await read;
  }

  async #read(): Promise<string> {
    await new Promise(setImmediate);
    return '8675309';
  }
}

@Module({ providers: [VaultActor, Jobs] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  app.get(MailboxRuntime).tell(new Open('1'));
  while (app.get(Jobs).get('1') === undefined) await new Promise(setImmediate);
  return app.get(Jobs).get('1');
}
