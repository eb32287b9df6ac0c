import {
  type ArgumentsHost,
  Body,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  createParamDecorator,
  type DynamicModule,
  type ExceptionFilter,
  type ExecutionContext,
  forwardRef,
  Get,
  Global,
  Header,
  HttpCode,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestInterceptor,
  type NestMiddleware,
  type NestModule,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
  Optional,
  Param,
  ParseIntPipe,
  type PipeTransform,
  Post,
  Query,
  Scope,
  SetMetadata,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import {
  APP_FILTER,
  APP_GUARD,
  APP_INTERCEPTOR,
  APP_PIPE,
  DiscoveryModule,
  DiscoveryService,
  INQUIRER,
  ModuleRef,
  Reflector,
  REQUEST,
} from '@nestjs/core';
import {
  Actor,
  ActorContext,
  type ActorRef,
  Handle,
  InjectActor,
  MailboxModule,
  MailboxRuntime,
} from 'nestjs-mailbox';
import { ClientsModule } from './ordinary-clients.js';
import { WorkModule } from './ordinary-work.js';

// What an application has that never heard of actors: every kind of provider, some that look like an actor at first sight, and
// beside them one module with two actors. No boot check may find anything in it. It is run on both majors of Nest.

const Roles = (...roles: string[]): MethodDecorator & ClassDecorator => SetMetadata('roles', roles);
const User = createParamDecorator((_: unknown, host: ExecutionContext): unknown => host.getArgs()[0]);

/** A decorator of the application's own, called as one of ours. */
const Handles = (event: string): MethodDecorator => SetMetadata('app:handles', event);

// -- configuration: values, factories, symbols, an alias

const CONFIG = Symbol('config');

interface Config {
  readonly url: string;
}

@Injectable()
class Environment {
  readonly all: Readonly<Record<string, string>> = { url: 'memory:' };
}

@Global()
@Module({
  providers: [
    Environment,
    {
      provide: CONFIG,
      useFactory: (environment: Environment): Promise<Config> =>
        Promise.resolve({ url: environment.all['url'] ?? '' }),
      inject: [Environment],
    },
    { provide: 'CONFIG', useExisting: CONFIG },
    { provide: 'NOTHING', useValue: null },
    { provide: 'NUMBER', useValue: 42 },
    { provide: 'FUNCTION', useValue: () => 'called' },
    { provide: 'CLASS', useValue: Environment },
    { provide: 'BARE', useValue: Object.create(null) as object },
    { provide: 'UNDEFINED', useFactory: () => undefined },
    { provide: 'FROZEN', useValue: Object.freeze({ handle: () => undefined }) },
    {
      provide: 'OPTIONAL',
      useFactory: (nobody?: unknown) => ({ nobody }),
      inject: [{ token: 'NOBODY', optional: true }],
    },
  ],
  exports: [CONFIG, 'CONFIG', 'NUMBER', 'FUNCTION', Environment],
})
class ConfigurationModule {}

// -- storage: abstract tokens, a dynamic module, generics, hooks

abstract class Storage<Row> {
  abstract find(id: string): Promise<Row | undefined>;
}

@Injectable()
class MemoryStorage<Row> extends Storage<Row> implements OnModuleInit, OnModuleDestroy {
  readonly #rows = new Map<string, Row>();

  constructor(@Inject(CONFIG) readonly config: Config) {
    super();
  }

  onModuleInit(): void {}

  find(id: string): Promise<Row | undefined> {
    return Promise.resolve(this.#rows.get(id));
  }

  onModuleDestroy(): void {
    this.#rows.clear();
  }
}

@Module({})
class StorageModule {
  static forFeature(...names: string[]): DynamicModule {
    const repositories = names.map((name) => ({
      provide: `${name}Repository`,
      useFactory: (storage: Storage<unknown>) => ({ storage, name }),
      inject: [Storage],
    }));
    return {
      module: StorageModule,
      providers: [{ provide: Storage, useClass: MemoryStorage }, ...repositories],
      exports: [Storage, ...repositories.map(({ provide }) => provide)],
    };
  }
}

// -- logging: transient, aware of who asks

@Injectable({ scope: Scope.TRANSIENT })
class ContextLogger {
  constructor(@Inject(INQUIRER) readonly owner: unknown) {}
}

// -- users: services in a circle, inheritance, properties, own decorators

@Injectable()
class UsersService implements OnApplicationBootstrap {
  @Inject(ContextLogger)
  readonly logger!: ContextLogger;

  constructor(
    readonly storage: Storage<{ name: string }>,
    @Inject(forwardRef(() => SessionsService)) readonly sessions: unknown,
    @Optional() @Inject('NOBODY') readonly nobody?: unknown,
  ) {}

  onApplicationBootstrap(): void {}

  find(id: string): Promise<{ name: string } | undefined> {
    return this.storage.find(id);
  }
}

@Injectable()
class SessionsService {
  constructor(
    @Inject(forwardRef(() => UsersService)) readonly users: unknown,
    readonly moduleRef: ModuleRef,
  ) {}
}

@Injectable({ scope: Scope.REQUEST })
class CurrentUser {
  constructor(@Inject(REQUEST) readonly request: unknown) {}
}

/** Not an actor, whatever its name. */
@Injectable()
class VoiceActor {
  constructor(readonly users: UsersService) {}

  handle(line: string): string {
    return line;
  }
}

abstract class Listener {
  @Handles('user.created')
  onCreated(): number {
    return 1;
  }
}

@Injectable()
class WelcomeListener extends Listener {
  @Handles('user.deleted')
  onDeleted(): string {
    return 'gone';
  }
}

@Injectable()
class ListenerRegistry implements OnModuleInit {
  constructor(
    readonly discovery: DiscoveryService,
    readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    this.discovery.getProviders().forEach(({ metatype }) => metatype);
  }
}

// -- around a request: guards, interceptors, pipes, filters, middleware

@Injectable()
class RolesGuard implements CanActivate {
  constructor(readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    return this.reflector.get<string[]>('roles', context.getHandler()) !== undefined || true;
  }
}

@Injectable()
class OwnerGuard implements CanActivate {
  constructor(readonly users: UsersService) {}

  canActivate(): boolean {
    return true;
  }
}

@Injectable({ scope: Scope.REQUEST })
class TenantGuard implements CanActivate {
  constructor(readonly user: CurrentUser) {}

  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class TimingInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    return next.handle();
  }
}

@Injectable()
class TrimPipe implements PipeTransform {
  transform(value: unknown): unknown {
    return value;
  }
}

@Catch(TypeError)
class TypeErrorFilter implements ExceptionFilter {
  catch(_error: TypeError, _host: ArgumentsHost): void {}
}

@Injectable()
class RequestIdMiddleware implements NestMiddleware {
  constructor(readonly users: UsersService) {}

  use(_request: unknown, _response: unknown, next: () => void): void {
    next();
  }
}

abstract class CrudController {
  @Get()
  all(): string[] {
    return [];
  }

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number): number {
    return id;
  }
}

@Controller('users')
@UseGuards(RolesGuard)
@UseInterceptors(TimingInterceptor)
class UsersController extends CrudController {
  constructor(readonly users: UsersService) {
    super();
  }

  @Post()
  @HttpCode(201)
  @Header('x-user', '1')
  @Roles('admin')
  @UseGuards(OwnerGuard, TenantGuard)
  @UsePipes(TrimPipe)
  @UseFilters(TypeErrorFilter)
  create(@Body(TrimPipe) body: unknown, @Query('dry') _dry: string, @User() _user: unknown): unknown {
    return body;
  }
}

@Controller({ path: 'me', scope: Scope.REQUEST })
class ProfileController {
  constructor(readonly user: CurrentUser) {}

  @Get()
  get(): string {
    return 'me';
  }
}

@Module({
  imports: [StorageModule.forFeature('user', 'session'), DiscoveryModule, forwardRef(() => AuditModule)],
  providers: [
    UsersService,
    SessionsService,
    CurrentUser,
    ContextLogger,
    VoiceActor,
    WelcomeListener,
    ListenerRegistry,
    OwnerGuard,
    { provide: APP_GUARD, useClass: RolesGuard },
    { provide: APP_INTERCEPTOR, useClass: TimingInterceptor },
    { provide: APP_PIPE, useExisting: TrimPipe },
    TrimPipe,
    { provide: APP_FILTER, useFactory: () => new TypeErrorFilter() },
    { provide: Listener, useExisting: WelcomeListener },
    { provide: 'LISTENERS', useFactory: (...all: Listener[]) => all, inject: [Listener, WelcomeListener] },
  ],
  controllers: [UsersController, ProfileController],
  exports: [UsersService],
})
class UsersModule implements NestModule {
  constructor(readonly users: UsersService) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(RequestIdMiddleware, (_request: unknown, _response: unknown, next: () => void) => next())
      .forRoutes('*path');
  }
}

// -- what talks to actors, as it should

class Notice {
  constructor(readonly subject: string) {}
}

class Remark {
  constructor(readonly subject: string) {}
}

@Actor({ keyBy: (message: { subject: string }) => message.subject })
class AuditActor {
  constructor(
    private readonly users: UsersService,
    @InjectActor('archive') private readonly archive: ActorRef,
    @Optional() @Inject('NOBODY') readonly nobody?: unknown,
  ) {}

  @Handle(Notice)
  @Roles('auditor')
  async notice(message: Notice, context: ActorContext): Promise<void> {
    await this.users.find(message.subject);
    this.archive.tell(new Remark(message.subject), context);
  }
}

@Actor()
class ArchiveActor {
  @Inject('NUMBER')
  readonly limit!: number;

  @Handle(Remark)
  remark(): void {}

  onActivate(): void {}
}

@Injectable()
class AuditService {
  @InjectActor(AuditActor)
  readonly audit!: ActorRef<AuditActor>;

  constructor(readonly mailbox: MailboxRuntime) {}

  note(subject: string): void {
    this.audit.tell(new Notice(subject));
  }
}

@Controller('audit')
class AuditController {
  constructor(
    readonly mailbox: MailboxRuntime,
    @InjectActor(ArchiveActor) readonly archive: ActorRef<ArchiveActor>,
  ) {}

  @Post()
  note(@Body('subject') subject: string): Promise<unknown> {
    return this.mailbox.deliver(new Notice(subject));
  }
}

@Injectable()
class AuditInterceptor implements NestInterceptor {
  constructor(@InjectActor('audit') readonly audit: ActorRef) {}

  intercept(_: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    return next.handle();
  }
}

@Module({
  imports: [forwardRef(() => UsersModule)],
  providers: [
    AuditActor,
    ArchiveActor,
    AuditService,
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: 'AUDIT', useFactory: (service: AuditService) => service, inject: [AuditService] },
  ],
  controllers: [AuditController],
  exports: [AuditActor, AuditService],
})
class AuditModule {}

@Module({
  imports: [
    MailboxModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({ mailbox: { capacity: config.url.length * 100 } }),
    }),
    ConfigurationModule,
    UsersModule,
    AuditModule,
    ClientsModule,
    WorkModule,
  ],
})
export class OrdinaryApplication {}
