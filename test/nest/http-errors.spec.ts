import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  HttpCode,
  type INestApplication,
  Module,
  Param,
  Post,
  UseFilters,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { Observable } from 'rxjs';
import {
  Actor,
  type DeliveryError,
  defineMessage,
  Handle,
  MailboxClosedError,
  MailboxErrorFilter,
  MailboxModule,
  MailboxRuntime,
  type Receipt,
} from 'nestjs-mailbox';
import { z } from 'zod';

class PlaceOrder extends defineMessage(
  'orders.place',
  z.object({ orderId: z.string(), quantity: z.number() }),
) {}
class Unowned {}

/** Holds its one handler open until the test lets go. */
@Actor({ mailbox: { capacity: 1 } })
class OrderActor {
  static gate: Promise<void> = Promise.resolve();

  @Handle(PlaceOrder)
  place(): Promise<void> {
    return OrderActor.gate;
  }
}

@Controller()
class OrdersController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post('orders')
  @HttpCode(202)
  place(@Body() body: unknown): Promise<Receipt> {
    return this.mailbox.deliver(PlaceOrder.from(body));
  }

  @Post('unowned')
  @HttpCode(202)
  unowned(): Promise<Receipt> {
    return this.mailbox.deliver(new Unowned());
  }

  @Post('nowhere')
  nowhere(): void {
    this.mailbox.ref('nowhere');
  }

  @Post('closed/:state')
  closed(@Param('state') state: string): void {
    throw new MailboxClosedError(state);
  }

  @Post('broken')
  broken(): void {
    throw new Error('not a mailbox error');
  }
}

@Catch()
class CatchAll implements ExceptionFilter<DeliveryError> {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(error: DeliveryError, host: ArgumentsHost): void {
    this.adapterHost.httpAdapter.reply(host.switchToHttp().getResponse(), { mine: true }, error.httpStatus);
  }
}

@Controller()
@UseFilters(CatchAll)
class OwnFilterController {
  @Post('own')
  own(): void {
    throw new MailboxClosedError('draining');
  }
}

const ORDER = { orderId: 'o-1', quantity: 1 };

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter: string | null;
}

async function post(app: INestApplication, path: string, body: unknown = {}): Promise<Answer> {
  const response = await fetch(`${await app.getUrl()}/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return {
    status: response.status,
    body: await response.json(),
    retryAfter: response.headers.get('retry-after'),
  };
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('mailbox errors on %s', (_, adapter) => {
  let app: INestApplication;

  async function listen(options: { httpErrors?: boolean } = {}, filter?: 'module' | 'global'): Promise<void> {
    @Module({
      imports: [MailboxModule.forRoot(options)],
      providers: [OrderActor, ...(filter === 'module' ? [{ provide: APP_FILTER, useClass: CatchAll }] : [])],
      controllers: [OrdersController, OwnFilterController],
    })
    class AppModule {}
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication(adapter(), { logger: false });
    if (filter === 'global') app.useGlobalFilters(new CatchAll(app.get(HttpAdapterHost)));
    await app.listen(0, '127.0.0.1');
  }

  afterEach(() => app.close());

  it('answers 202 with the receipt, and nothing else, when the mailbox has accepted', async () => {
    await listen();
    const { status, body } = await post(app, 'orders', ORDER);
    expect(status).toBe(202);
    expect(Object.keys(body as object)).toEqual(['id', 'correlationId']);
  });

  it('answers 400 with every issue of the schema', async () => {
    await listen();
    expect(await post(app, 'orders', { orderId: 7 })).toEqual({
      status: 400,
      body: {
        statusCode: 400,
        code: 'INVALID_MESSAGE',
        message: expect.stringContaining('orders.place is not valid') as string,
        issues: [
          { path: ['orderId'], message: expect.any(String) as string },
          { path: ['quantity'], message: expect.any(String) as string },
        ],
      },
      retryAfter: null,
    });
  });

  it('answers 404 for a message that nobody owns', async () => {
    await listen();
    expect(await post(app, 'unowned')).toMatchObject({ status: 404, body: { code: 'NO_RECIPIENT' } });
  });

  it('answers 500 for a ref to an actor that there is not: a mistake in the code, not in the request', async () => {
    await listen();
    expect(await post(app, 'nowhere')).toMatchObject({ status: 500 });
  });

  it('answers 429 with Retry-After for a full mailbox', async () => {
    let open = (): void => {};
    OrderActor.gate = new Promise((resolve) => (open = resolve));
    await listen();
    const statuses = [];
    for (let sent = 0; sent < 3; sent += 1) statuses.push(await post(app, 'orders', ORDER));
    open();
    expect(statuses.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(statuses.at(-1)).toMatchObject({ retryAfter: '1', body: { code: 'MAILBOX_FULL' } });
  });

  it('answers 503 with Retry-After while the runtime takes nothing', async () => {
    await listen();
    expect(await post(app, 'closed/draining')).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: { statusCode: 503, code: 'MAILBOX_CLOSED' },
    });
  });

  it('leaves other errors to Nest', async () => {
    await listen();
    expect(await post(app, 'broken')).toMatchObject({
      status: 500,
      body: { message: 'Internal server error' },
    });
  });

  it.each(['module', 'global'] as const)(
    'gives way to a catch-all of the application (%s)',
    async (filter) => {
      await listen({}, filter);
      expect(await post(app, 'closed/draining')).toEqual({
        status: 503,
        body: { mine: true },
        retryAfter: null,
      });
    },
  );

  it('gives way to a filter of the controller', async () => {
    await listen();
    expect(await post(app, 'own')).toMatchObject({ status: 503, body: { mine: true } });
  });

  it('is not there with httpErrors: false', async () => {
    await listen({ httpErrors: false });
    expect(await post(app, 'closed/draining')).toMatchObject({ status: 500 });
  });
});

describe('MailboxErrorFilter outside HTTP', () => {
  const error = new MailboxClosedError('draining');
  const hostOf = (type: string) => ({ getType: () => type }) as ArgumentsHost;

  async function compileFilter(): Promise<MailboxErrorFilter> {
    const module = await Test.createTestingModule({ imports: [MailboxModule.forRoot()] }).compile();
    return module.get(MailboxErrorFilter);
  }

  it('hands the error on to a microservice as an Observable', async () => {
    const filter = await compileFilter();
    const seen: unknown[] = [];
    (filter.catch(error, hostOf('rpc')) as Observable<never>).subscribe({
      error: (thrown: unknown) => seen.push(thrown),
    });
    expect(seen).toEqual([error]);
  });

  it('throws it on elsewhere', async () => {
    const filter = await compileFilter();
    expect(() => filter.catch(error, hostOf('graphql'))).toThrow(error);
  });
});
