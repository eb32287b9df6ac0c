import {
  Controller,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type ModuleMetadata,
  type NestModule,
  type Provider,
  Scope,
  SetMetadata,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { MessagePattern } from '@nestjs/microservices';
import { Cron, Interval } from '@nestjs/schedule';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { Observable, of } from 'rxjs';
import {
  Actor,
  ActorRef,
  type BootFindingCode,
  Handle,
  InjectActor,
  MailboxBootError,
  MailboxModule,
  MessageType,
  Subscribe,
} from 'nestjs-mailbox';
import { bootFindingsOf } from '../boot/booting.js';
import { tokenName } from '../../lib/nest/nest-container.js';
import {
  closeFailed,
  compileApplication,
  findingsOf,
  onlyFindingOf,
  type TestApplicationOptions,
} from './test-application.js';

class Ping {
  readonly id = 'ping';
}
class Pong {
  readonly id = 'pong';
}
class Thing {}

/** Decorators as plain JavaScript calls them: no compiler refuses what is passed. */
const UncheckedHandle = Handle as unknown as (message: unknown, options?: unknown) => MethodDecorator;
const UncheckedActor = Actor as unknown as (options?: unknown) => ClassDecorator;

@Actor()
class PingActor {
  @Handle(Ping)
  ping(): void {}
}

/** What Nest would make an instance of, and ask on each request. */
@Actor()
class GuardActor {
  @Handle(Pong)
  pong(): void {}

  canActivate(): boolean {
    return true;
  }

  use(_request: unknown, _response: unknown, next: () => void): void {
    next();
  }
}

describe('an actor as a middleware', () => {
  it('is refused: Nest would make one of its own', async () => {
    @Module({ imports: [MailboxModule.forRoot()] })
    class WatchedModule implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer.apply(GuardActor).forRoutes('*path');
      }
    }
    expect(await bootFindingsOf(WatchedModule)).toMatchObject([
      {
        code: 'NOT_PROVIDED_AS_CLASS',
        className: 'GuardActor',
        cause: expect.stringContaining('by a middleware'),
      },
    ]);
  });
});

describe('a returned value that metadata still shows', () => {
  class Returning {
    text(): string {
      return '';
    }
    list(): string[] {
      return [];
    }
    thing(): Thing {
      return new Thing();
    }
    stream(): Observable<void> {
      return of();
    }
    *steps(): Generator {}
    async *later(): AsyncGenerator {}
  }

  it.each([
    ['text', String, /String/],
    ['list', Array, /Array/],
    ['thing', Thing, /Thing/],
    ['steps', Object, /Generator/],
    ['later', Object, /AsyncGenerator/],
  ] as const)('is refused: %s', async (method, type, kind) => {
    class ValueActor extends Returning {}
    const descriptor = { value: Returning.prototype[method] };
    UncheckedHandle(Ping)(ValueActor.prototype, method, descriptor as never);
    Reflect.defineMetadata('design:returntype', type, ValueActor.prototype, method);
    UncheckedActor()(ValueActor);
    expect(await onlyFindingOf({ providers: [ValueActor] })).toMatchObject({
      code: 'VALUE_RETURNED',
      className: 'ValueActor',
      method,
      cause: expect.stringMatching(kind) as string,
    });
  });

  it('is refused as the compiler writes it, also of a class that a library brings', async () => {
    class PlainActor {
      @UncheckedHandle(Ping)
      stream(): Observable<void> {
        return of();
      }

      @UncheckedHandle(Pong)
      number(): number {
        return 1;
      }
    }
    UncheckedActor()(PlainActor);
    expect(await findingsOf({ providers: [PlainActor] })).toMatchObject([
      { code: 'VALUE_RETURNED', method: 'stream' },
      { code: 'VALUE_RETURNED', method: 'number' },
    ]);
  });

  it('leaves void, promises, unions and thenable classes alone', async () => {
    class Deferred<T> extends Promise<T> {}
    @Actor()
    class FineActor {
      @Handle(Ping)
      ping(): Promise<void> | void {}

      @Handle(Pong)
      pong(): Deferred<void> {
        return Deferred.resolve();
      }

      @Handle(Thing)
      thing(): undefined {}
    }
    const { module } = await compileApplication({ providers: [FineActor] });
    await module.init();
    await module.close();
  });
});

/** One application per code, with the one finding that it has. */
const CASES: {
  code: BootFindingCode;
  name: string;
  application: () => TestApplicationOptions;
  expected: object;
}[] = [
  {
    code: 'TWO_OWNERS',
    name: 'two actors that handle one message',
    application: () => {
      @Actor()
      class OtherActor {
        @Handle(Ping)
        also(): void {}
      }
      return { providers: [PingActor, OtherActor] };
    },
    expected: {
      className: 'OtherActor',
      method: 'also',
      cause: 'handles Ping, and so does PingActor.ping',
    },
  },
  {
    code: 'TWO_METHODS',
    name: 'two methods of one actor for one message',
    application: () => {
      @Actor()
      class TwiceActor {
        @Handle(Ping)
        one(): void {}

        @Subscribe(Ping)
        two(): void {}
      }
      return { providers: [TwiceActor] };
    },
    expected: { className: 'TwiceActor', method: 'two', cause: 'takes Ping, and so does TwiceActor.one' },
  },
  {
    code: 'TWO_METHODS',
    name: 'two decorators for one message on one method',
    application: () => {
      @Actor()
      class TwiceActor {
        @Handle(Ping)
        @Subscribe(Ping)
        one(): void {}
      }
      return { providers: [TwiceActor] };
    },
    expected: { className: 'TwiceActor', method: 'one', cause: 'takes Ping by two decorators' },
  },
  {
    code: 'TWO_MESSAGE_CLASSES',
    name: 'two message classes of one type',
    application: () => {
      @MessageType('Ping')
      class OtherPing {}
      @Actor()
      class OtherActor {
        @Subscribe(OtherPing)
        other(): void {}
      }
      return { providers: [PingActor, OtherActor] };
    },
    expected: {
      className: 'OtherActor',
      method: 'other',
      cause: expect.stringContaining("the message type 'Ping'"),
    },
  },
  {
    code: 'TWO_ACTORS_OF_ONE_NAME',
    name: 'two actors of one name',
    application: () => {
      @Actor({ name: 'ping' })
      class PongActor {
        @Handle(Pong)
        pong(): void {}
      }
      return { providers: [PingActor, PongActor] };
    },
    expected: { className: 'PongActor', cause: expect.stringContaining('and so has PingActor') },
  },
  {
    code: 'HANDLER_OUTSIDE_ACTOR',
    name: '@Handle in an ordinary provider',
    application: () => {
      @Injectable()
      class Service {
        @Handle(Ping)
        ping(): void {}
      }
      return { providers: [Service] };
    },
    expected: { className: 'Service', method: 'ping' },
  },
  {
    code: 'HANDLER_OUTSIDE_ACTOR',
    name: '@Subscribe in a controller',
    application: () => {
      @Controller()
      class PingController {
        @Subscribe(Ping)
        ping(): void {}
      }
      return { controllers: [PingController] };
    },
    expected: { className: 'PingController', method: 'ping' },
  },
  {
    code: 'STATIC_HANDLER',
    name: '@Handle on a static method',
    application: () => {
      @Actor()
      class StaticActor {
        @Handle(Ping)
        static ping(): void {}
      }
      return { providers: [StaticActor] };
    },
    expected: { className: 'StaticActor', method: 'ping' },
  },
  {
    code: 'MISSING_MESSAGE_CLASS',
    name: 'a message class that an import cycle left undefined',
    application: () => {
      @Actor()
      class CyclicActor {
        @UncheckedHandle(undefined)
        ping(): void {}
      }
      return { providers: [CyclicActor] };
    },
    expected: { className: 'CyclicActor', method: 'ping' },
  },
  {
    code: 'MISSING_KEY',
    name: 'a handler without keyBy beside one with it',
    application: () => {
      @Actor()
      class HalfKeyedActor {
        @Handle(Ping, { keyBy: (message) => message.id })
        ping(): void {}

        @Handle(Pong)
        pong(): void {}
      }
      return { providers: [HalfKeyedActor] };
    },
    expected: { className: 'HalfKeyedActor', method: 'pong' },
  },
  {
    code: 'TWO_KEYS',
    name: 'keyBy on the actor and on a handler',
    application: () => {
      @Actor({ keyBy: (message: { id: string }) => message.id })
      class TwiceKeyedActor {
        @Handle(Ping, { keyBy: (message) => message.id })
        ping(): void {}
      }
      return { providers: [TwiceKeyedActor] };
    },
    expected: { className: 'TwiceKeyedActor', method: 'ping' },
  },
  {
    code: 'REQUEST_SCOPED',
    name: 'a request-scoped dependency',
    application: () => {
      @Injectable({ scope: Scope.REQUEST })
      class Tenant {}
      @Injectable()
      class Prices {
        constructor(readonly tenant: Tenant) {}
      }
      @Actor()
      class PricedActor {
        constructor(readonly prices: Prices) {}

        @Handle(Ping)
        ping(): void {}
      }
      return { providers: [PricedActor, Prices, Tenant] };
    },
    expected: { className: 'PricedActor', cause: expect.stringContaining('PricedActor -> Prices -> Tenant') },
  },
  {
    code: 'REQUEST_SCOPED',
    name: 'a request-scoped dependency of a transient one, injected into a property',
    application: () => {
      @Injectable({ scope: Scope.REQUEST })
      class Tenant {}
      @Injectable({ scope: Scope.TRANSIENT })
      class Cursor {
        constructor(readonly tenant: Tenant) {}
      }
      @Actor()
      class PropertyActor {
        @Inject(Cursor)
        readonly cursor!: Cursor;

        @Handle(Ping)
        ping(): void {}
      }
      return { providers: [PropertyActor, Cursor, Tenant] };
    },
    expected: { className: 'PropertyActor', cause: expect.stringContaining('Cursor -> Tenant') },
  },
  {
    code: 'REQUEST_SCOPED',
    name: 'a request-scoped actor',
    application: () => {
      @Injectable({ scope: Scope.REQUEST })
      @Actor()
      class ScopedActor {
        @Handle(Ping)
        ping(): void {}
      }
      return { providers: [ScopedActor] };
    },
    expected: { className: 'ScopedActor', cause: 'is request-scoped' },
  },
  {
    code: 'NOT_TRANSIENT',
    name: 'an actor that is @Injectable() as well',
    application: () => {
      @Injectable()
      @Actor()
      class InjectableActor {
        @Handle(Ping)
        ping(): void {}
      }
      return { providers: [InjectableActor] };
    },
    expected: { className: 'InjectableActor' },
  },
  {
    code: 'NOT_TRANSIENT',
    name: 'an actor that is provided with a scope',
    application: () => ({
      providers: [{ provide: PingActor, useClass: PingActor, scope: Scope.DEFAULT }],
    }),
    expected: { className: 'PingActor' },
  },
  {
    code: 'PROVIDED_TWICE',
    name: 'an actor in two modules',
    application: () => {
      @Module({ providers: [PingActor] })
      class OneModule {}
      @Module({ providers: [PingActor] })
      class TwoModule {}
      return { imports: [OneModule, TwoModule] };
    },
    expected: { className: 'PingActor', cause: 'is provided by two modules: OneModule and TwoModule' },
  },
  {
    code: 'PROVIDED_TWICE',
    name: 'an actor under two tokens',
    application: () => ({ providers: [PingActor, { provide: 'ping', useClass: PingActor }] }),
    expected: { className: 'PingActor', cause: 'is provided under two tokens: PingActor and ping' },
  },
  ...(
    [
      ['an alias', { provide: 'alias', useExisting: PingActor }, [PingActor]],
      ['a factory', { provide: PingActor, useFactory: () => ({}) }, []],
      ['a factory', { provide: 'made', useFactory: () => new PingActor() }, []],
      ['a value', { provide: PingActor, useValue: {} }, []],
      ['a value', { provide: 'value', useValue: new PingActor() }, []],
      ['a class that is no actor', { provide: PingActor, useClass: Thing }, []],
    ] satisfies [string, Provider, Type[]][]
  ).map(([form, provider, others]) => ({
    code: 'NOT_PROVIDED_AS_CLASS' as const,
    name: `an actor that is provided by ${form}, token ${tokenName((provider as { provide: unknown }).provide)}`,
    application: () => ({ providers: [provider, ...others] }),
    expected: {
      className: 'PingActor',
      cause: expect.stringContaining(`by ${form}`) as string,
      remedy: expect.stringContaining('kit.probe') as string,
    },
  })),
  ...(
    [
      ['of the application', () => ({ providers: [{ provide: APP_GUARD, useClass: GuardActor }] })],
      [
        'of the application, by an alias',
        () => ({ providers: [GuardActor, { provide: APP_GUARD, useExisting: GuardActor }] }),
      ],
      [
        'of the application, by a factory',
        () => ({ providers: [{ provide: APP_GUARD, useFactory: () => new GuardActor() }] }),
      ],
      [
        'of the application, by a value',
        () => ({ providers: [{ provide: APP_GUARD, useValue: new GuardActor() }] }),
      ],
      [
        'of a controller',
        () => {
          @UseGuards(GuardActor)
          @Controller()
          class GuardedController {}
          return { controllers: [GuardedController] };
        },
      ],
    ] satisfies [string, () => ModuleMetadata][]
  ).map(([where, application]) => ({
    code: 'NOT_PROVIDED_AS_CLASS' as const,
    name: `an actor as a guard ${where}`,
    application,
    expected: {
      className: 'GuardActor',
      cause: expect.stringContaining('by a guard, interceptor, pipe or filter') as string,
    },
  })),
  {
    code: 'NOT_PROVIDED_AS_CLASS',
    name: 'an actor that a test has overridden by a value',
    application: () => ({
      providers: [PingActor],
      override: (builder) => builder.overrideProvider(PingActor).useValue({}),
    }),
    expected: { className: 'PingActor', cause: expect.stringContaining('by a value') },
  },
  {
    code: 'TWO_ROOTS',
    name: 'two forRoots',
    application: () => ({ imports: [MailboxModule.forRoot()] }),
    expected: {
      className: 'MailboxModule',
      cause: 'is imported 2 times by forRoot() or forRootAsync(), which would be as many runtimes',
    },
  },
  {
    code: 'INVALID_OPTION',
    name: 'an unknown option of the module',
    application: () => ({ options: { mailbox: { capcity: 5 } } as never }),
    expected: {
      className: 'MailboxModule',
      cause: expect.stringContaining('options.mailbox.capcity is unknown'),
    },
  },
  {
    code: 'INVALID_OPTION',
    name: 'options of the module that contradict each other',
    application: () => ({ options: { retry: { backoffMs: 20_000 } } }),
    expected: { cause: expect.stringContaining('options.retry.maxBackoffMs (10000) is below') },
  },
  {
    code: 'INVALID_OPTION',
    name: 'an actor option of the wrong type',
    application: () => {
      @UncheckedActor({ mailbox: { overflow: 'explode' } })
      class OddActor {
        @Handle(Ping)
        ping(): void {}
      }
      return { providers: [OddActor] };
    },
    expected: {
      className: 'OddActor',
      cause: expect.stringContaining("OddActor.mailbox.overflow must be one of 'reject', 'drop-oldest'"),
    },
  },
  {
    code: 'INVALID_OPTION',
    name: 'an option for keyed actors on one without a key',
    application: () => {
      @Actor({ idleTimeoutMs: 1_000 })
      class IdleActor {
        @Handle(Ping)
        ping(): void {}
      }
      return { providers: [IdleActor] };
    },
    expected: {
      className: 'IdleActor',
      cause: expect.stringContaining('IdleActor.idleTimeoutMs is for actors with a key'),
    },
  },
  {
    code: 'INVALID_OPTION',
    name: 'a handler option that contradicts another',
    application: () => {
      @Actor()
      class UpsideDownActor {
        @Handle(Ping, { retry: { attempts: 1, backoffMs: 10, maxBackoffMs: 5 } })
        ping(): void {}
      }
      return { providers: [UpsideDownActor] };
    },
    expected: {
      className: 'UpsideDownActor',
      method: 'ping',
      cause: expect.stringContaining('maxBackoffMs (5) is below'),
    },
  },
  {
    code: 'MISSING_ACTOR',
    name: 'a ref to an actor that the application lacks',
    application: () => {
      @Injectable()
      class Teller {
        constructor(@InjectActor(PingActor) readonly ping: ActorRef<PingActor>) {}
      }
      return { providers: [Teller] };
    },
    expected: { className: 'Teller', cause: expect.stringContaining("'ping'") },
  },
  {
    code: 'ACTOR_INJECTED',
    name: 'an actor injected into a provider',
    application: () => {
      @Injectable()
      class Service {
        constructor(readonly ping: PingActor) {}
      }
      return { providers: [PingActor, Service] };
    },
    expected: { className: 'Service', cause: expect.stringContaining('PingActor') },
  },
  {
    code: 'ACTOR_INJECTED',
    name: 'an actor injected into a controller of another module, by property',
    application: () => {
      @Controller()
      class PingController {
        @Inject(PingActor)
        readonly ping!: PingActor;
      }
      @Module({ providers: [PingActor], exports: [PingActor] })
      class PingModule {}
      return { imports: [PingModule], controllers: [PingController] };
    },
    expected: { className: 'PingController' },
  },
  {
    code: 'ACTOR_INJECTED',
    name: 'an actor injected into a factory',
    application: () => ({
      providers: [PingActor, { provide: 'made', useFactory: () => ({}), inject: [PingActor] }],
    }),
    expected: { className: 'made' },
  },
  {
    code: 'NEST_HOOK',
    name: "one of Nest's lifecycle hooks",
    application: () => {
      @Actor()
      class HookedActor {
        @Handle(Ping)
        ping(): void {}

        onModuleInit(): void {}
      }
      return { providers: [HookedActor] };
    },
    expected: {
      className: 'HookedActor',
      method: 'onModuleInit',
      remedy: expect.stringContaining('onActivate'),
    },
  },
  ...(
    [
      ['@Cron', Cron('* * * * *')],
      ['@Interval', Interval(1_000)],
      ['@OnEvent', OnEvent('ping')],
      ['@MessagePattern', MessagePattern('ping')],
    ] satisfies [string, MethodDecorator][]
  ).map(([name, decorator]) => ({
    code: 'FOREIGN_METADATA' as const,
    name: `${name} on a handler`,
    application: () => {
      @Actor()
      class TriggeredActor {
        @Handle(Ping)
        @decorator
        ping(): void {}
      }
      return { providers: [TriggeredActor] };
    },
    expected: { className: 'TriggeredActor', method: 'ping' },
  })),
  {
    code: 'INGRESS_WITHOUT_SCHEMA',
    name: 'a message without a schema that is let in from outside',
    application: () => {
      @Actor()
      class OpenActor {
        @Handle(Ping, { ingress: true })
        ping(): void {}
      }
      return { providers: [OpenActor] };
    },
    expected: { className: 'OpenActor', method: 'ping', remedy: expect.stringContaining('defineMessage') },
  },
  {
    code: 'INVALID_OPTION',
    name: 'an event that is let in from outside',
    application: () => {
      @Actor()
      class OpenActor {
        @Subscribe(Ping, { ingress: true } as never)
        ping(): void {}
      }
      return { providers: [OpenActor] };
    },
    expected: {
      className: 'OpenActor',
      method: 'ping',
      cause: expect.stringContaining('ingress is unknown'),
    },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'any metadata on a method that is no handler',
    application: () => {
      @Actor()
      class MarkedActor {
        @Handle(Ping)
        @SetMetadata('roles', ['fine here'])
        ping(): void {}

        @SetMetadata('anything', true)
        helper(): void {}
      }
      return { providers: [MarkedActor] };
    },
    expected: { className: 'MarkedActor', method: 'helper', cause: expect.stringContaining('anything') },
  },
];

describe('the boot report', () => {
  it.each(CASES)('refuses $name ($code)', async ({ code, application, expected }) => {
    expect(await onlyFindingOf(application())).toMatchObject({ code, severity: 'error', ...expected });
  });

  it('tells all findings at once, by class, each with its remedy', async () => {
    @Actor()
    class FirstActor {
      @UncheckedHandle(Ping)
      ping(): number {
        return 1;
      }

      onModuleInit(): void {}
    }
    @Actor()
    class SecondActor {
      @Handle(Ping)
      ping(): void {}
    }
    const { module } = await compileApplication({ providers: [FirstActor, SecondActor] });
    await expect(module.init()).rejects.toThrow(
      [
        '3 findings keep this application from starting',
        '',
        'SecondActor',
        '  - SecondActor.ping handles Ping, and so does FirstActor.ping (TWO_OWNERS)',
        '    A message has one owner: keep one of them, or publish an event and let both @Subscribe to it.',
        '',
        'FirstActor',
        '  - FirstActor.ping returns a value (Number), which nobody would get (VALUE_RETURNED)',
        '    Return nothing; tell what you would return as another message.',
        '  - FirstActor.onModuleInit is a lifecycle hook of Nest, which is never called on an actor (NEST_HOOK)',
        '    Use onActivate(context): it runs for every instance, before its first message.',
      ].join('\n'),
    );
    await closeFailed(module);
  });

  it('runs nothing of an application that contradicts itself', async () => {
    let made = 0;
    @Actor()
    class LivelyActor {
      constructor() {
        made += 1;
      }

      @UncheckedHandle(Ping)
      ping(): number {
        return (made += 1);
      }
    }
    const { module, runtime } = await compileApplication({ providers: [LivelyActor] });
    runtime.tell(new Ping());
    await expect(module.init()).rejects.toThrow(MailboxBootError);
    await closeFailed(module);
    expect(made).toBe(0);
    expect(runtime.state).not.toBe('running');
  });

  it('reaches whoever starts an application with NestFactory, without ending the process', async () => {
    @Module({ imports: [MailboxModule.forRoot({ colour: 'red' } as never)] })
    class AppModule {}
    const app = await NestFactory.create(AppModule, { logger: false });
    await expect(app.init()).rejects.toMatchObject({ code: 'BOOT_FAILED', name: 'MailboxBootError' });
    await closeFailed(app);
  });

  it('names the actor whose dependency nobody provides, on Nest 12 before the application initialises', async () => {
    @Injectable()
    class Prices {}
    @Actor()
    class PoorActor {
      constructor(readonly prices: Prices) {}

      @Handle(Ping)
      ping(): void {}
    }
    const start = async (): Promise<unknown> =>
      (await compileApplication({ providers: [PoorActor] })).module.init();
    await expect(start()).rejects.toThrow(/can't resolve dependencies of the PoorActor/);
  });

  it('warns of a retry that would hold an actor without a key, and comes up', async () => {
    @Actor()
    class PatientActor {
      @Handle(Ping, { retry: { attempts: 3 } })
      ping(): void {}

      @Handle(Pong, { retry: { attempts: 3, backoffMs: 0 } })
      pong(): void {}
    }
    @Actor({ keyBy: () => 'one' })
    class KeyedActor {
      @Handle(Thing, { retry: { attempts: 3 } })
      thing(): void {}
    }
    const { module, logger } = await compileApplication({ providers: [PatientActor, KeyedActor] });
    await module.init();
    const warnings = logger.lines.filter((line) => line.includes('RETRY_HOLDS_ACTOR'));
    expect(warnings).toEqual([expect.stringContaining('PatientActor.ping')]);
    await module.close();
  });

  it('leaves abstract bases, aliases of other things, and actors injected as refs alone', async () => {
    abstract class BaseActor {
      @Handle(Ping)
      ping(): void {}
    }
    @Actor()
    class ConcreteActor extends BaseActor {
      constructor(@InjectActor('pong') readonly pong: ActorRef) {
        super();
      }
    }
    @Actor()
    class PongActor {
      @Subscribe(Pong)
      pong(): void {}

      @Subscribe(Ping)
      ping(): void {}
    }
    const { module } = await compileApplication({
      providers: [ConcreteActor, PongActor, Thing, { provide: 'thing', useExisting: Thing }],
    });
    await module.init();
    await module.close();
  });
});
