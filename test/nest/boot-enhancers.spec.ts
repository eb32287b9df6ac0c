import {
  Body,
  type CanActivate,
  Inject,
  Injectable,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import { compileApplication, findingsOf, onlyFindingOf } from './test-application.js';

class Ping {}

@Injectable({ scope: Scope.REQUEST })
class OfRequest {}

class Open implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestGuard extends Open {}

@Injectable({ scope: Scope.TRANSIENT })
class TransientGuard extends Open {}

@Injectable()
class DependentGuard extends Open {
  constructor(@Inject(OfRequest) readonly ofRequest: OfRequest) {
    super();
  }
}

@Injectable()
class Nothing {}

/** An actor that has opted in, with a decorator on its handler. */
function actorWith(decorator: MethodDecorator): new () => object {
  @Actor({ enhancers: true })
  class OrderActor {
    @Handle(Ping)
    @decorator
    ping(): void {}
  }
  return OrderActor;
}

describe('what is bound to an actor that has opted in', () => {
  it.each([
    ['is request-scoped', RequestGuard, '@UseGuards(RequestGuard), which is request-scoped'],
    ['is transient', TransientGuard, '@UseGuards(TransientGuard), which is transient'],
    [
      'depends on a request',
      DependentGuard,
      '@UseGuards(DependentGuard), which depends on a request-scoped provider: DependentGuard -> OfRequest',
    ],
  ])('is refused where it %s', async (_, guard, cause) => {
    expect(await onlyFindingOf({ providers: [actorWith(UseGuards(guard)), OfRequest] })).toMatchObject({
      code: 'ENHANCER_SCOPED',
      className: 'OrderActor',
      method: 'ping',
      cause: expect.stringContaining(cause) as string,
    });
  });

  it.each([
    ['@UseGuards', UseGuards(Nothing as never), 'canActivate'],
    ['@UseInterceptors', UseInterceptors(Nothing as never), 'intercept'],
    ['@UsePipes', UsePipes(Nothing as never), 'transform'],
    ['@UseFilters', UseFilters(Nothing as never), 'catch'],
  ])('is refused where %s names a class that is none', async (name, decorator, method) => {
    expect(await onlyFindingOf({ providers: [actorWith(decorator)] })).toMatchObject({
      code: 'ENHANCER_UNUSABLE',
      cause: expect.stringMatching(new RegExp(`${name}\\(Nothing\\).* method ${method}$`)) as string,
    });
  });

  it('is refused where only a test has bound it, to what it puts in the place of an actor', async () => {
    const OrderActor = actorWith(UseGuards({ canActivate: () => true }));
    class StrictOrderActor extends OrderActor {}
    UseGuards(Open)(StrictOrderActor);
    expect(
      await onlyFindingOf({
        providers: [OrderActor],
        override: (builder) => builder.overrideProvider(OrderActor).useClass(StrictOrderActor),
      }),
    ).toMatchObject({ code: 'ENHANCER_UNUSABLE', className: 'StrictOrderActor' });
  });

  it('is refused on a method that is no handler, and on a parameter', async () => {
    @Actor({ enhancers: true })
    class OrderActor {
      @Handle(Ping)
      ping(@Body() _message: Ping): void {}

      @UseGuards(Open)
      helper(): void {}
    }
    const findings = await findingsOf({ providers: [OrderActor] });
    expect(findings.map(({ code, method }) => `${code} ${String(method)}`)).toEqual([
      'ENHANCER_IGNORED ping',
      'ENHANCER_IGNORED helper',
    ]);
  });

  it('is taken otherwise, as a class and as an object', async () => {
    const providers = [actorWith(UseGuards(Open, new Open()))];
    const { module } = await compileApplication({ providers });
    await module.init();
    await module.close();
  });

  it('is opted into with true or false', async () => {
    @Actor({ enhancers: 'yes' as never })
    class OrderActor {
      @Handle(Ping)
      ping(): void {}
    }
    expect(await onlyFindingOf({ providers: [OrderActor] })).toMatchObject({
      code: 'INVALID_OPTION',
      cause: expect.stringContaining('OrderActor.enhancers') as string,
    });
  });
});

/** A decorator of one's own that puts another function in the place of the method, with its metadata or without. */
function Timed(isCareful = false): MethodDecorator {
  return (_prototype, _name, descriptor) => {
    const original = descriptor.value as unknown as (...args: unknown[]) => unknown;
    function timed(this: unknown, ...args: unknown[]): unknown {
      return original.apply(this, args);
    }
    if (isCareful)
      for (const key of Reflect.getMetadataKeys(original))
        Reflect.defineMetadata(key, Reflect.getMetadata(key, original), timed);
    descriptor.value = timed as never;
  };
}

const DECORATORS = [
  ['@UseGuards', UseGuards],
  ['@UseInterceptors', UseInterceptors],
  ['@UsePipes', UsePipes],
  ['@UseFilters', UseFilters],
] as [name: string, bind: (...enhancers: object[]) => MethodDecorator][];

/** All four methods in one. */
const ANY = { canActivate: () => true, intercept: () => [], transform: () => ({}), catch: () => {} };

describe('what is bound to a function that no message reaches any more', () => {
  it.each(DECORATORS)('is refused where a subclass overrides the handler: %s', async (name, bind) => {
    abstract class Guarded {
      @Handle(Ping)
      @bind(ANY)
      ping(): void {}
    }
    abstract class Between extends Guarded {}
    @Actor({ enhancers: true })
    class OrderActor extends Between {
      override ping(): void {
        super.ping();
      }
    }
    expect(await onlyFindingOf({ providers: [OrderActor] })).toEqual({
      code: 'ENHANCER_IGNORED',
      severity: 'error',
      className: 'OrderActor',
      method: 'ping',
      cause: `overrides Guarded.ping without its ${name}, which then never runs for a message`,
      remedy: `Say ${name} again on the override; an empty ${name}() says that it runs without.`,
    });
  });

  it.each(DECORATORS)('is refused where a decorator has replaced the function: %s', async (name, bind) => {
    class Below {
      @Handle(Ping)
      @Timed()
      @bind(ANY)
      ping(): void {}
    }
    class Above {
      @Timed()
      @bind(ANY)
      @Handle(Ping)
      ping(): void {}
    }
    class Between {
      @Timed()
      @bind(ANY)
      @Handle(Ping)
      @Timed()
      ping(): void {}
    }
    class Half {
      @bind({ ...ANY })
      @Timed()
      @Handle(Ping)
      @bind(ANY)
      ping(): void {}
    }
    class Inherits extends Below {}
    for (const type of [Below, Above, Between, Half, Inherits]) {
      Actor({ enhancers: true })(type);
      expect(await onlyFindingOf({ providers: [type] })).toMatchObject({
        code: 'ENHANCER_IGNORED',
        className: type.name,
        cause: `carries ${name} on a function that another decorator has replaced, so it never runs for a message`,
        remedy: expect.stringContaining(`Write ${name} above that decorator`) as string,
      });
    }
  });

  it('is refused where the actor has not opted in, as it is without the override', async () => {
    abstract class Guarded {
      @Handle(Ping)
      @UseGuards(Open)
      ping(): void {}
    }
    @Actor()
    class OverridingActor extends Guarded {
      override ping(): void {}
    }
    @Actor()
    class TimedActor {
      @Handle(Ping)
      @Timed()
      @UseGuards(Open)
      ping(): void {}
    }
    for (const type of [OverridingActor, TimedActor])
      expect(await onlyFindingOf({ providers: [type] })).toMatchObject({
        code: 'ENHANCER_IGNORED',
        remedy: expect.stringMatching(/enhancers: true.* Then: /) as string,
      });
  });

  it('is left alone where the override, or the other decorator, speaks of it', async () => {
    class Guarded {
      @Handle(Ping)
      @UseGuards(Open)
      ping(): void {}
    }
    class OtherGuard extends Guarded {
      @UseGuards(new Open())
      override ping(): void {}
    }
    class NoGuard extends Guarded {
      @UseGuards()
      override ping(): void {}
    }
    class OfNoGuard extends NoGuard {
      override ping(): void {}
    }
    class AnewActor extends Guarded {
      @Handle(Ping)
      override ping(): void {}
    }
    class Untouched extends Guarded {
      other(): void {}
    }
    class Careful {
      @Handle(Ping)
      @Timed(true)
      @UseGuards(Open)
      ping(): void {}
    }
    class Outermost {
      @Handle(Ping)
      @UseGuards(Open)
      @Timed()
      ping(): void {}
    }
    for (const type of [OtherGuard, NoGuard, OfNoGuard, AnewActor, Untouched, Careful, Outermost]) {
      Actor({ enhancers: true })(type);
      const { module } = await compileApplication({ providers: [type] });
      await module.init();
      await module.close();
    }
  });
});
