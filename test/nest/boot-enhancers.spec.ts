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
