import { Controller, Get, type INestApplicationContext, Module } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { filter, lastValueFrom, map, type Observable, take } from 'rxjs';

export class Open {}

export class Gold {
  constructor(readonly gold: string) {}
}

@Actor()
export class VaultActor {
  @Handle(Open)
  open(_message: Open, context: ActorContext): void {
    context.tell(new Gold('8675309'));
  }

  @Handle(Gold)
  keep(): void {}
}

@Controller()
export class VaultController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Get()
  gold(): Observable<unknown> {
    this.mailbox.tell(new Open());
    return this.mailbox.activity.pipe(
      map(({ envelope }) => envelope?.message),
      filter((message) => message instanceof Gold),
      take(1),
    );
  }
}

@Module({ providers: [VaultActor], controllers: [VaultController] })
export class AppModule {}

/** As Nest does with what a route returns. */
export async function steal(app: INestApplicationContext): Promise<unknown> {
  return lastValueFrom(app.get(VaultController).gold());
}
