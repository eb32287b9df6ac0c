import { Injectable, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Ask {
  constructor(readonly id: string) {}
}

@Injectable()
export class Desk {
  readonly #waiting = new Map<string, (gold: string) => void>();

  constructor(private readonly mailbox: MailboxRuntime) {}

  ask(id: string): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.mailbox.tell(new Ask(id));
    });
  }

  answer(id: string, gold: string): void {
    this.#waiting.get(id)?.(gold);
  }
}

@Actor()
export class VaultActor {
  constructor(private readonly desk: Desk) {}

  @Handle(Ask)
  open({ id }: Ask): void {
    this.desk.answer(id, '8675309');
  }
}

@Module({ providers: [VaultActor, Desk] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(Desk).ask('1');
}
