import {
  Controller,
  Get,
  type INestApplicationContext,
  Module,
  type NestInterceptor,
  Res,
} from '@nestjs/common';
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

export class GoldInterceptor implements NestInterceptor {
  constructor(private readonly mailbox: MailboxRuntime) {}

  intercept(): Observable<unknown> {
    this.mailbox.tell(new Open());
    return this.mailbox.activity.pipe(
      filter(({ envelope }) => envelope?.message instanceof Gold),
      take(1),
    );
  }
}

@Controller('response')
export class ResponseController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Get()
  gold(@Res() response: { json(value: unknown): void }): void {
    this.mailbox.activity
      .pipe(
        filter(({ envelope }) => envelope?.message instanceof Gold),
        take(1),
      )
      .subscribe(({ envelope }) => response.json(envelope?.message));
    this.mailbox.tell(new Open());
  }
}

@Module({ providers: [VaultActor], controllers: [VaultController, ResponseController] })
export class AppModule {}

/** As Nest does with what a route, or the interceptor around it, returns. */
export async function steal(app: INestApplicationContext): Promise<unknown> {
  return Promise.all([
    lastValueFrom(app.get(VaultController).gold()),
    new Promise((json) => app.get(ResponseController).gold({ json })),
    lastValueFrom(new GoldInterceptor(app.get(MailboxRuntime)).intercept()),
  ]);
}
