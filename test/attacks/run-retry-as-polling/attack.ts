import { type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';

export class Open {}
export class Gold {}

@Actor()
export class VaultActor {
  #hasGold = false;

  @Handle(Open, { retry: { attempts: 5, backoffMs: 0 } })
  open(_message: Open, context: ActorContext): void {
    context.tell(new Gold());
    if (!this.#hasGold) throw new Error('not there yet');
  }

  @Handle(Gold)
  gold(): void {
    this.#hasGold = true;
  }
}

@Module({ providers: [VaultActor] })
export class AppModule {}

export async function steal(app: INestApplicationContext): Promise<unknown> {
  return app.get(MailboxRuntime).deliver(new Open());
}
