import {
  Body,
  Controller,
  Get,
  Injectable,
  type PipeTransform,
  Scope,
  SetMetadata,
  Sse,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { Client, type ClientProxy, Transport } from '@nestjs/microservices';
import { Actor, type BootFindingCode, Handle, MessageType, Subscribe } from 'nestjs-mailbox';
import { ManualClock } from 'nestjs-mailbox/testing';
import {
  compileApplication,
  findingsOf,
  onlyFindingOf,
  type TestApplication,
  type TestApplicationOptions,
  warningsOf,
} from './test-application.js';

class Ping {
  readonly id = 'ping';
}
class Pong {
  readonly id = 'pong';
}

/** Decorators as plain JavaScript calls them: no compiler refuses what they stand on. */
const AnyHandle = Handle as unknown as (
  message: unknown,
  options?: unknown,
) => (prototype: object, name: string | symbol, descriptor?: PropertyDescriptor) => void;

const named = Symbol('named');

@Injectable()
class Pipe implements PipeTransform {
  transform(value: unknown): unknown {
    return value;
  }
}

const CASES: { code: BootFindingCode; name: string; actor: () => new () => object; expected: object }[] = [
  {
    code: 'NOT_A_METHOD',
    name: '@Handle on a getter',
    actor: () => {
      @Actor()
      class GetterActor {
        @AnyHandle(Ping)
        get ping(): () => void {
          return () => {};
        }
      }
      return GetterActor;
    },
    expected: { method: 'ping', cause: expect.stringContaining('getter') },
  },
  {
    code: 'NOT_A_METHOD',
    name: '@Handle on an arrow function in a field',
    actor: () => {
      @Actor()
      class ArrowActor {
        @AnyHandle(Ping)
        ping = (): void => {};
      }
      return ArrowActor;
    },
    expected: { method: 'ping', cause: expect.stringContaining('field') },
  },
  {
    code: 'NOT_A_METHOD',
    name: '@Handle on a method that is named by a symbol',
    actor: () => {
      @Actor()
      class SymbolActor {
        @AnyHandle(Ping)
        [named](): void {}
      }
      return SymbolActor;
    },
    expected: { method: 'Symbol(named)', cause: expect.stringContaining('symbol') },
  },
  ...(['constructor', 'toString', 'value'] as const).map((method) => ({
    code: 'NOT_A_METHOD' as const,
    name: `@Handle by hand on what is no method of the class: ${method}`,
    actor: () => {
      @Actor()
      class OddActor {}
      Object.defineProperty(OddActor.prototype, 'value', { value: 1 });
      AnyHandle(Ping)(OddActor.prototype, method);
      return OddActor;
    },
    expected: { method, cause: expect.stringContaining('no method of the class') as string },
  })),
  {
    code: 'NOT_A_METHOD',
    name: 'a getter named then, on a parent',
    actor: () => {
      class Parent {
        // oxlint-disable-next-line unicorn/no-thenable -- what this case is about
        get then(): () => void {
          return () => {};
        }
      }
      @Actor()
      class ThenActor extends Parent {
        @Handle(Ping)
        ping(): void {}
      }
      return ThenActor;
    },
    expected: { method: 'then', cause: expect.stringContaining('promise') },
  },
  ...(['onActivate', 'onDeactivate'] as const).map((method) => ({
    code: 'LIFECYCLE_HANDLER' as const,
    name: `@Handle on ${method}`,
    actor: () => {
      @Actor()
      class HookActor {
        onActivate(): void {}
        onDeactivate(): void {}
      }
      AnyHandle(Ping)(HookActor.prototype, method);
      return HookActor;
    },
    expected: { method },
  })),
  ...(
    [
      ['a text', 'place-order', 'place-order'],
      ['null', null, 'null'],
      ['an arrow function', () => Ping, 'a class without a name'],
      ['Object, which any message is', Object, 'Object'],
    ] as const
  ).map(([name, message, shown]) => ({
    code: 'MISSING_MESSAGE_CLASS' as const,
    name: `@Handle with ${name}`,
    actor: () => {
      @Actor()
      class OddActor {
        @AnyHandle(message)
        ping(): void {}
      }
      return OddActor;
    },
    expected: { method: 'ping', cause: expect.stringContaining(shown) as string },
  })),
  ...(
    [
      ['@UseGuards', UseGuards({ canActivate: () => false })],
      ['@UseInterceptors', UseInterceptors({ intercept: (_, next) => next.handle() })],
      ['@UsePipes', UsePipes(Pipe)],
      ['@UseFilters', UseFilters({ catch: () => {} })],
    ] satisfies [string, MethodDecorator & ClassDecorator][]
  ).flatMap(([name, decorator]) => [
    {
      code: 'ENHANCER_IGNORED' as const,
      name: `${name} on a handler`,
      actor: () => {
        @Actor()
        class GuardedActor {
          @Handle(Ping)
          @decorator
          ping(): void {}
        }
        return GuardedActor;
      },
      expected: { method: 'ping', cause: expect.stringContaining(name) as string },
    },
    {
      code: 'ENHANCER_IGNORED' as const,
      name: `${name} on an actor`,
      actor: () => {
        @Actor()
        @decorator
        class GuardedActor {
          @Handle(Ping)
          ping(): void {}
        }
        return GuardedActor;
      },
      expected: { method: undefined, cause: expect.stringContaining(name) as string },
    },
  ]),
  {
    code: 'ENHANCER_IGNORED',
    name: 'a parameter decorator on a handler',
    actor: () => {
      @Actor()
      class BodyActor {
        @Handle(Ping)
        ping(@Body(Pipe) _message: Ping): void {}
      }
      return BodyActor;
    },
    expected: { method: 'ping', cause: expect.stringContaining('a parameter decorator') },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a route on a handler',
    actor: () => {
      @Actor()
      class RouteActor {
        @Handle(Ping)
        @Get()
        ping(): void {}
      }
      return RouteActor;
    },
    expected: { method: 'ping' },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a stream of events on a handler',
    actor: () => {
      @Actor()
      class StreamActor {
        @Handle(Ping)
        @(Sse() as MethodDecorator)
        ping(): void {}
      }
      return StreamActor;
    },
    expected: { method: 'ping', cause: expect.stringMatching(/path, method, __sse__/) },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a controller among the providers',
    actor: () => {
      @Actor()
      @Controller()
      class ControllerActor {
        @Handle(Ping)
        ping(): void {}
      }
      return ControllerActor;
    },
    expected: { method: undefined, cause: expect.stringContaining('__controller__') },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a message of a gateway on a handler',
    actor: () => {
      @Actor()
      class GatewayActor {
        @Handle(Ping)
        @SetMetadata('websockets:message_mapping', true) // as @SubscribeMessage() has it, beside 'message'
        @SetMetadata('message', 'ping')
        ping(): void {}
      }
      return GatewayActor;
    },
    expected: { method: 'ping', cause: expect.stringContaining('(websockets:message_mapping)') },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a resolver of GraphQL',
    actor: () => {
      @Actor()
      @SetMetadata('graphql:resolver_type', 'Order') // as @Resolver() has it
      class ResolverActor {
        @Handle(Ping)
        ping(): void {}
      }
      return ResolverActor;
    },
    expected: { method: undefined, cause: expect.stringContaining('graphql:resolver_type') },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a mutation of GraphQL on a handler',
    actor: () => {
      @Actor()
      class MutationActor {
        @Handle(Ping)
        @SetMetadata('graphql:resolver_type', 'Mutation') // as @Mutation() has it
        ping(): void {}
      }
      return MutationActor;
    },
    expected: { method: 'ping', cause: expect.stringContaining('graphql:resolver_type') },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a property that another framework would fill',
    actor: () => {
      class BaseActor {
        @Client({ transport: Transport.TCP })
        readonly client!: ClientProxy;
      }
      @Actor()
      class ClientActor extends BaseActor {
        @Handle(Ping)
        ping(): void {}
      }
      return ClientActor;
    },
    expected: { method: 'client', cause: expect.stringContaining('microservices:is_client_instance') },
  },
  {
    code: 'FOREIGN_METADATA',
    name: 'a class that another framework takes as its own',
    actor: () => {
      @Actor()
      @CommandHandler(Ping)
      class CommandActor {
        @Handle(Ping)
        execute(): Promise<void> {
          return Promise.resolve();
        }
      }
      return CommandActor;
    },
    expected: { method: undefined, cause: expect.stringContaining('__commandHandler__') },
  },
];

describe('what stands on an actor and its members', () => {
  it.each(CASES)('is refused: $name ($code)', async ({ code, actor, expected }) => {
    const type = actor();
    expect({ method: undefined, ...(await onlyFindingOf({ providers: [type] })) }).toMatchObject({
      code,
      severity: 'error',
      className: type.name,
      ...expected,
    });
  });

  it('finds handlers that stand on no method outside actors, too, and of parents', async () => {
    class Base {
      @AnyHandle(Ping)
      static ping(): void {}

      @AnyHandle(Pong)
      pong = (): void => {};
    }
    @Injectable()
    class Service extends Base {}
    @Controller()
    class ServiceController extends Base {}
    const findings = await findingsOf({ providers: [Service], controllers: [ServiceController] });
    expect(findings.map(({ code, className, method }) => `${code} ${className}.${method}`)).toEqual([
      'HANDLER_OUTSIDE_ACTOR Service.pong',
      'HANDLER_OUTSIDE_ACTOR Service.ping',
      'HANDLER_OUTSIDE_ACTOR ServiceController.pong',
      'HANDLER_OUTSIDE_ACTOR ServiceController.ping',
    ]);
  });

  it('tells of two message classes of one type once, also where both are owned', async () => {
    @MessageType('Ping')
    class OtherPing {}
    @Actor()
    class PingActor {
      @Handle(Ping)
      ping(): void {}
    }
    @Actor()
    class OtherActor {
      @Handle(OtherPing)
      ping(): void {}
    }
    expect(await onlyFindingOf({ providers: [PingActor, OtherActor] })).toMatchObject({
      code: 'TWO_MESSAGE_CLASSES',
      cause:
        "takes a class OtherPing of the message type 'Ping', and PingActor.ping takes another class of that type",
    });
  });

  it('names a class that has no name', async () => {
    const Anonymous = (() => class {})();
    AnyHandle(Ping)(Anonymous.prototype, 'ping');
    Object.defineProperty(Anonymous.prototype, 'ping', { value(): void {}, configurable: true });
    Actor({ name: 'nameless' })(Anonymous);
    @Actor()
    class PingActor {
      @Handle(Ping)
      ping(): void {}
    }
    expect(await onlyFindingOf({ providers: [PingActor, Anonymous] })).toMatchObject({
      className: '(a class without a name)',
      cause: 'handles Ping, and so does PingActor.ping',
    });
  });

  it.each(['message', 'path', 'method'])("leaves metadata of one's own alone: %s", async (key) => {
    @SetMetadata(key, 'billing')
    abstract class Described {}
    @Actor()
    @SetMetadata(key, 'orders')
    class DescribedActor extends Described {
      @Handle(Ping)
      @SetMetadata(key, 'Order placed')
      ping(): void {}
    }
    expect(await warningsOf({ providers: [DescribedActor] })).toEqual([]);
  });

  it('leaves helpers, getters and fields without decorators alone', async () => {
    @Actor({ keyBy: (message: { id: string }) => message.id })
    class PlainActor {
      #count = 0;
      readonly helper = (): void => {};

      get count(): number {
        return this.#count;
      }

      static of(): string {
        return 'static';
      }

      @Handle(Ping)
      @Subscribe(Pong)
      ping(): void {
        this.#count += 1;
      }

      [Symbol.toPrimitive](): number {
        return this.#count;
      }

      onActivate(): void {}
      onDeactivate(): void {}
    }
    expect(await warningsOf({ providers: [PlainActor] })).toEqual([]);
  });
});

/** One application per warning; all of them come up. */
const WARNINGS: {
  code: BootFindingCode;
  name: string;
  application: () => TestApplicationOptions;
  line: RegExp;
}[] = [
  {
    code: 'NO_HANDLERS',
    name: 'an actor without a handler',
    application: () => {
      @Actor()
      class MuteActor {}
      return { providers: [MuteActor] };
    },
    line: /^warn MuteActor is an actor without a handler/,
  },
  {
    code: 'SILENT_PASSIVATION',
    name: 'idleTimeoutMs without onDeactivate',
    application: () => {
      @Actor({ keyBy: () => 'one', idleTimeoutMs: 1_000 })
      class ForgetfulActor {
        @Handle(Ping)
        ping(): void {}
      }
      @Actor({ keyBy: () => 'one', idleTimeoutMs: 1_000 })
      class CarefulActor {
        @Handle(Pong)
        pong(): void {}

        onDeactivate(): void {}
      }
      return { providers: [ForgetfulActor, CarefulActor] };
    },
    line: /^warn ForgetfulActor has an idleTimeoutMs and no onDeactivate/,
  },
  {
    code: 'TRANSIENT_DEPENDENCY',
    name: 'a transient dependency of a keyed actor',
    application: () => {
      @Injectable({ scope: Scope.TRANSIENT })
      class Cursor {}
      @Actor({ keyBy: () => 'one' })
      class SlowActor {
        constructor(readonly cursor: Cursor) {}

        @Handle(Ping)
        ping(): void {}
      }
      @Actor()
      class SingleActor {
        constructor(readonly cursor: Cursor) {}

        @Handle(Pong)
        pong(): void {}
      }
      return { providers: [SlowActor, SingleActor, Cursor] };
    },
    line: /^warn SlowActor has a transient dependency \(Cursor\)/,
  },
];

describe('a warning', () => {
  it.each(WARNINGS)('is logged for $name ($code), and the application comes up', async (expected) => {
    const lines = await warningsOf(expected.application());
    expect(lines).toEqual([expect.stringMatching(expected.line)]);
    expect(lines[0]).toContain(`(${expected.code})`);
  });

  it('is logged in production if nobody hears SIGTERM ten seconds after the application has come up', async () => {
    @Actor()
    class PingActor {
      @Handle(Ping)
      ping(): void {}
    }
    const { NODE_ENV } = process.env;
    const listeners = process.listeners('SIGTERM');
    const listener = (): void => {};
    process.removeAllListeners('SIGTERM');
    const warnings = async (
      providers: Type[],
      afterwards: (app: TestApplication, clock: ManualClock) => unknown = (_, clock) => clock.advance(10_000),
    ): Promise<readonly string[]> => {
      const clock = new ManualClock();
      const app = await compileApplication({ providers, clock });
      await app.module.init();
      await afterwards(app, clock);
      await app.module.close();
      expect(clock.pending).toBe(0);
      return app.logger.lines.filter((line) => line.startsWith('warn '));
    };
    try {
      expect(await warnings([PingActor])).toEqual([]);
      process.env.NODE_ENV = 'production';
      expect(await warnings([PingActor])).toEqual([
        expect.stringMatching(
          /^warn MailboxModule runs in production and nobody listens .*\(NO_SHUTDOWN_HOOKS\)$/,
        ),
      ]);
      expect(await warnings([])).toEqual([]);
      expect(await warnings([PingActor], () => {})).toEqual([]); // it closes in good order
      // As a worker does it: `createApplicationContext` initialises before it gives the application.
      const enablesThemLater = ({ module }: TestApplication, clock: ManualClock): void => {
        clock.advance(9_999);
        module.enableShutdownHooks(['SIGTERM']);
        clock.advance(1);
      };
      expect(await warnings([PingActor], enablesThemLater)).toEqual([]);
      process.on('SIGTERM', listener);
      expect(await warnings([PingActor])).toEqual([]);
    } finally {
      process.env.NODE_ENV = NODE_ENV;
      process.removeAllListeners('SIGTERM');
      for (const heard of listeners) process.on('SIGTERM', heard);
    }
  });

  it('is told in the report of an application that does not come up', async () => {
    @Actor()
    class MuteActor {}
    @Actor()
    class ValueActor {
      @AnyHandle(Ping)
      ping(): number {
        return 1;
      }
    }
    const findings = await findingsOf({ providers: [MuteActor, ValueActor] });
    expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
      ['error', 'VALUE_RETURNED'],
      ['warning', 'NO_HANDLERS'],
    ]);
  });
});
