import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type CallHandler,
  type CanActivate,
  Controller,
  HttpCode,
  Injectable,
  type NestInterceptor,
  type PipeTransform,
  Post,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Actor, ActorContext, Handle, MailboxRuntime, type Receipt } from 'nestjs-mailbox';
import { compileApplication } from '../nest/test-application.js';
import { turnOfTheLoop } from '../universe.js';

class Place {}

class Placed {}

@Actor()
class OrderActor {
  @Handle(Place)
  place(_message: Place, context: ActorContext): void {
    context.tell(new Placed());
  }

  @Handle(Placed)
  async placed(_message: Placed, context: ActorContext): Promise<void> {
    await turnOfTheLoop();
    context.schedule.every('reminder', 3_600_000, new Placed());
  }
}

describe('Guards, interceptors and pipes that an application binds for HTTP', () => {
  it('see a request, and none of the messages that come of it', async () => {
    const passed: string[] = [];
    @Injectable()
    class Guard implements CanActivate {
      canActivate(): boolean {
        passed.push('guard');
        return true;
      }
    }
    @Injectable()
    class Interceptor implements NestInterceptor {
      intercept(_: unknown, next: CallHandler): ReturnType<CallHandler['handle']> {
        passed.push('interceptor');
        return next.handle();
      }
    }
    @Injectable()
    class Pipe implements PipeTransform {
      transform(value: unknown): unknown {
        passed.push('pipe');
        return value;
      }
    }
    @Controller('orders')
    class OrdersController {
      constructor(private readonly runtime: MailboxRuntime) {}

      @Post()
      @HttpCode(202)
      place(): Promise<Receipt> {
        return this.runtime.deliver(new Place());
      }
    }
    const { module, runtime } = await compileApplication({
      controllers: [OrdersController],
      providers: [
        OrderActor,
        { provide: APP_GUARD, useClass: Guard },
        { provide: APP_INTERCEPTOR, useClass: Interceptor },
        { provide: APP_PIPE, useClass: Pipe },
      ],
    });
    const app = module.createNestApplication();
    await app.listen(0, '127.0.0.1');
    const response = await fetch(`${await app.getUrl()}/orders`, { method: 'POST' });
    await app.close();
    expect(response.status).toBe(202);
    expect(runtime.snapshot().totals).toMatchObject({ handled: 2, dead: 0 });
    expect(passed).toEqual(['guard', 'interceptor']);
  });
});

describe('Hot reload', () => {
  const collectGarbage = (): void => {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
  };

  const ROUNDS = 10;

  const activeTimers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

  /** One round: an application comes up, handles messages, sets a timer, and is closed. */
  const comeAndGo = async (): Promise<WeakRef<MailboxRuntime>> => {
    const { module, runtime } = await compileApplication({ providers: [OrderActor] });
    await module.init();
    runtime.tell(new Place());
    while (runtime.snapshot().totals.handled < 2) await turnOfTheLoop();
    await module.close();
    return new WeakRef(runtime);
  };

  it('leaks no runtime, no timer and no listener', async () => {
    await comeAndGo();
    await turnOfTheLoop();
    const timers = activeTimers();
    const listeners = process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const rounds: WeakRef<MailboxRuntime>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await comeAndGo());
    await turnOfTheLoop(); // a WeakRef holds its target until the end of the job that made it
    collectGarbage();
    expect(rounds.slice(0, -1).filter((runtime) => runtime.deref() !== undefined)).toEqual([]);
    expect(activeTimers() - timers).toBeLessThan(ROUNDS); // the test runner has timers of its own, which come and go
    expect(process.eventNames().map((name) => [name, process.listenerCount(name)])).toEqual(listeners);
  });
});
