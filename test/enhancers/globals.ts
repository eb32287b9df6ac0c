import {
  Catch,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  type INestApplication,
  Module,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import type { CallHandler } from '@nestjs/common';
import { type EnhancerCase, loggerTo } from './enhancer-case.js';
import { Place, Placed } from './messages.js';

const log: string[] = [];

/** Everything at once: whatever runs, says so. */
class Everything {
  constructor(private readonly name: string) {}

  canActivate(execution: ExecutionContext): boolean {
    log.push(`${this.name} guard ${execution.getType()}`);
    return true;
  }

  intercept(execution: ExecutionContext, next: CallHandler): unknown {
    log.push(`${this.name} interceptor ${execution.getType()}`);
    return next.handle();
  }

  transform(value: unknown): unknown {
    log.push(`${this.name} pipe`);
    return value;
  }
}

@Catch()
@Injectable()
class EveryError {
  catch(): never {
    log.push('filter');
    throw new Error('caught globally');
  }
}

@Actor({ enhancers: true })
@UseGuards(new Everything('own'))
class OpenActor {
  @Handle(Place)
  place(): void {
    log.push('placed');
  }

  @Handle(Placed)
  fail(): void {
    throw new Error('failed');
  }
}

class Plain {}

@Actor()
class PlainActor {
  @Handle(Plain)
  on(): void {
    log.push('plain');
  }
}

@Controller('orders')
class OrdersController {
  @Get()
  list(): string {
    return 'none';
  }
}

const tokens = { APP_GUARD, APP_INTERCEPTOR, APP_PIPE };

@Module({
  controllers: [OrdersController],
  providers: [
    OpenActor,
    PlainActor,
    ...Object.entries(tokens).map(([name, provide]) => ({ provide, useValue: new Everything(name) })),
    { provide: APP_FILTER, useClass: EveryError },
  ],
})
class AppModule {}

async function run(): Promise<unknown> {
  log.length = 0;
  const kit = await MailboxTestKit.create<INestApplication>({
    imports: [AppModule],
    unseenDeadLetters: 'ignore',
    configure: (builder) => void builder.setLogger(loggerTo([])),
    application: (module) => {
      const app: INestApplication = module.createNestApplication();
      const everything = new Everything('useGlobal');
      app.useGlobalGuards(everything);
      app.useGlobalInterceptors(everything as never);
      app.useGlobalPipes(everything);
      app.useGlobalFilters(new EveryError());
      return app;
    },
  });
  kit.get(MailboxRuntime).tell(new Place('o-1'));
  kit.tell(new Placed('o-1'));
  kit.tell(new Plain());
  await kit.settle();
  const ofActors = log.splice(0).toSorted();
  const errors = kit
    .deadLetters()
    .flatMap((letter) => letter.errors.map((error) => (error as Error).message));
  await kit.app.listen(0, '127.0.0.1');
  await fetch(`${await kit.app.getUrl()}/orders`);
  await kit.close();
  return { ofActors, errors, ofRoutes: log.toSorted() };
}

export const GLOBALS: readonly EnhancerCase[] = [
  {
    name: 'global enhancers run for routes, and for no actor, whether it has opted in or not',
    run,
    expected: {
      ofActors: ['own guard actor', 'placed', 'own guard actor', 'plain'].toSorted(),
      errors: ['failed'],
      ofRoutes: [
        'APP_GUARD guard http',
        'APP_INTERCEPTOR interceptor http',
        'useGlobal guard http',
        'useGlobal interceptor http',
      ],
    },
  },
];
