import {
  Body,
  type CanActivate,
  Controller,
  type ExceptionFilter,
  forwardRef,
  Get,
  Global,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type ModuleMetadata,
  type NestInterceptor,
  type NestMiddleware,
  type NestModule,
  Optional,
  type PipeTransform,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { APP_GUARD, LazyModuleLoader, NestFactory } from '@nestjs/core';
import { Actor, Handle, MailboxBootError, MailboxModule } from 'nestjs-mailbox';

class Ping {}

@Actor()
class PingActor {
  @Handle(Ping)
  ping(): void {}
}

@Module({ providers: [PingActor], exports: [PingActor] })
class PingModule {}

@Module({ imports: [PingModule], exports: [PingModule] })
class ReexportingModule {}

@Injectable()
class ByClass {
  constructor(readonly ping: PingActor) {}
}

@Injectable()
class Heir extends ByClass {}

@Injectable()
class ByProperty {
  @Inject(PingActor)
  readonly ping!: PingActor;
}

@Injectable()
class HeirByProperty extends ByProperty {}

@Injectable()
class ByToken {
  constructor(@Inject(PingActor) readonly ping: unknown) {}
}

@Injectable()
class ByForwardRef {
  constructor(@Inject(forwardRef(() => PingActor)) readonly ping: unknown) {}
}

@Injectable()
class Optionally {
  constructor(@Optional() @Inject(PingActor) readonly ping?: unknown) {}
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {
  constructor(readonly ping: PingActor) {}
}

@Injectable({ scope: Scope.TRANSIENT })
class PerConsumer {
  constructor(readonly ping: PingActor) {}
}

abstract class AbstractPing {
  abstract ping(): void;
}

@Injectable()
class ByAbstractToken {
  constructor(readonly ping: AbstractPing) {}
}

@Injectable()
class ByAlias {
  constructor(@Inject('alias') readonly ping: unknown) {}
}

class Pong {}

@Actor()
class PongActor {
  constructor(readonly ping: PingActor) {}

  @Handle(Pong)
  pong(): void {}
}

@Controller()
class PingController {
  constructor(readonly ping: PingActor) {}
}

@Injectable()
class Guard implements CanActivate {
  constructor(readonly ping: PingActor) {}

  canActivate(): boolean {
    return true;
  }
}

@Controller()
class GuardedController {
  @Get()
  @UseGuards(Guard)
  get(): void {}
}

@Injectable()
class Interceptor implements NestInterceptor {
  @Inject(PingActor)
  readonly ping!: PingActor;

  intercept(_: unknown, next: Parameters<NestInterceptor['intercept']>[1]): ReturnType<typeof next.handle> {
    return next.handle();
  }
}

@Controller()
@UseInterceptors(Interceptor)
class InterceptedController {
  @Get()
  get(): void {}
}

@Injectable()
class Pipe implements PipeTransform {
  constructor(readonly ping: PingActor) {}

  transform(value: unknown): unknown {
    return value;
  }
}

@Controller()
class PipedController {
  @Get()
  get(@Body(Pipe) _body: unknown): void {}
}

@Injectable()
class Filter implements ExceptionFilter {
  constructor(readonly ping: PingActor) {}

  catch(): void {}
}

@Controller()
class FilteredController {
  @Get()
  @UseFilters(Filter)
  get(): void {}
}

@Injectable()
class Middleware implements NestMiddleware {
  constructor(readonly ping: PingActor) {}

  use(_request: unknown, _response: unknown, next: () => void): void {
    next();
  }
}

@Module({})
class MiddlewareModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(Middleware).forRoutes('*path');
  }
}

@Module({ imports: [PingModule] })
class AskingModule {
  constructor(readonly ping: PingActor) {}
}

@Global()
@Module({ providers: [PingActor], exports: [PingActor] })
class GlobalPingModule {}

@Module({ providers: [ByClass] })
class DistantModule {}

@Module({ imports: [PingModule], providers: [ByClass] })
class LateModule {}

/** A way in which Nest hands one provider to another, here an actor. */
export interface InjectionCase {
  readonly name: string;
  /** Who has got the actor, as the report names it. */
  readonly consumer: string;
  readonly application: ModuleMetadata;
  readonly middleware?: boolean;
  /** What else the report says of it. */
  readonly alongside?: readonly string[];
}

const NOT_AS_CLASS = ['NOT_PROVIDED_AS_CLASS PingActor'];

/** Every way that Nest offers, lazy modules aside. */
export const INJECTIONS: readonly InjectionCase[] = [
  { name: 'a class', consumer: 'ByClass', application: { providers: [PingActor, ByClass] } },
  { name: 'an inherited constructor', consumer: 'Heir', application: { providers: [PingActor, Heir] } },
  {
    name: 'a property',
    consumer: 'ByProperty',
    application: { imports: [PingModule], providers: [ByProperty] },
  },
  {
    name: 'an inherited property',
    consumer: 'HeirByProperty',
    application: { imports: [PingModule], providers: [HeirByProperty] },
  },
  { name: '@Inject(class)', consumer: 'ByToken', application: { providers: [PingActor, ByToken] } },
  { name: 'forwardRef', consumer: 'ByForwardRef', application: { providers: [PingActor, ByForwardRef] } },
  { name: '@Optional()', consumer: 'Optionally', application: { providers: [PingActor, Optionally] } },
  {
    name: 'a request-scoped provider',
    consumer: 'PerRequest',
    application: { providers: [PingActor, PerRequest] },
  },
  {
    name: 'a transient provider',
    consumer: 'PerConsumer',
    application: { providers: [PingActor, PerConsumer] },
  },
  {
    name: 'a factory',
    consumer: 'made',
    application: { providers: [PingActor, { provide: 'made', useFactory: () => ({}), inject: [PingActor] }] },
  },
  {
    name: 'a factory that can do without',
    consumer: 'Symbol(made)',
    application: {
      providers: [
        PingActor,
        {
          provide: Symbol('made'),
          useFactory: () => Promise.resolve({}),
          inject: [{ token: PingActor, optional: true }],
        },
      ],
    },
  },
  {
    name: 'an alias',
    consumer: 'ByAlias',
    application: {
      imports: [PingModule],
      providers: [{ provide: 'alias', useExisting: PingActor }, ByAlias],
    },
    alongside: NOT_AS_CLASS,
  },
  {
    name: 'an alias of an alias',
    consumer: 'ByAlias',
    application: {
      imports: [PingModule],
      providers: [
        { provide: 'first', useExisting: PingActor },
        { provide: 'alias', useExisting: 'first' },
        ByAlias,
      ],
    },
    alongside: [...NOT_AS_CLASS, ...NOT_AS_CLASS],
  },
  {
    name: 'an abstract token',
    consumer: 'ByAbstractToken',
    application: { providers: [{ provide: AbstractPing, useClass: PingActor }, ByAbstractToken] },
  },
  {
    name: 'a token of text',
    consumer: 'ByAlias',
    application: { providers: [{ provide: 'alias', useClass: PingActor }, ByAlias] },
  },
  { name: 'another actor', consumer: 'PongActor', application: { providers: [PingActor, PongActor] } },
  {
    name: 'a controller, through a module that exports another',
    consumer: 'PingController',
    application: { imports: [ReexportingModule], controllers: [PingController] },
  },
  {
    name: 'a provider of a module that imports nothing, through a global one',
    consumer: 'ByClass',
    application: { imports: [GlobalPingModule, DistantModule] },
  },
  { name: 'a module', consumer: 'AskingModule', application: { imports: [AskingModule] } },
  {
    name: 'a guard of a route',
    consumer: 'Guard',
    application: { imports: [PingModule], controllers: [GuardedController] },
  },
  {
    name: 'a guard of the whole application',
    consumer: 'Guard',
    application: { providers: [PingActor, { provide: APP_GUARD, useClass: Guard }] },
  },
  {
    name: 'an interceptor of a controller',
    consumer: 'Interceptor',
    application: { imports: [PingModule], controllers: [InterceptedController] },
  },
  {
    name: 'a pipe of a parameter',
    consumer: 'Pipe',
    application: { imports: [PingModule], controllers: [PipedController] },
  },
  {
    name: 'an exception filter',
    consumer: 'Filter',
    application: { imports: [PingModule], controllers: [FilteredController] },
  },
  {
    name: 'a middleware',
    consumer: 'Middleware',
    application: { imports: [PingModule] },
    middleware: true,
  },
];

/** The application of a case. */
export function applicationOf({ application, middleware = false }: InjectionCase): new () => object {
  const Base = middleware ? MiddlewareModule : class {};
  @Module({ ...application, imports: [MailboxModule.forRoot(), ...(application.imports ?? [])] })
  class AppModule extends Base {}
  return AppModule;
}

/** Every finding in a few words, in the order of the words. */
export function summaryOf(
  findings: readonly { readonly code: string; readonly className: string }[],
): string[] {
  return findings.map(({ code, className }) => `${code} ${className}`).sort();
}

/** What the report of a case says, and nothing beside it. */
export function expectedOf({ consumer, alongside = [] }: InjectionCase): string[] {
  return [...alongside, `ACTOR_INJECTED ${consumer}`].sort();
}

@Module({ imports: [MailboxModule.forRoot(), PingModule] })
class EagerModule {}

/** What whoever loads a module is told, when that has an actor injected; the application itself has come up. */
export async function lazyInjectionFindings(): Promise<MailboxBootError['findings']> {
  const app = await NestFactory.createApplicationContext(EagerModule, { logger: false });
  try {
    await app.get(LazyModuleLoader).load(() => LateModule);
    return [];
  } catch (error) {
    if (error instanceof MailboxBootError) return error.findings;
    throw error;
  } finally {
    await app.close();
  }
}
