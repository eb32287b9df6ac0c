import { Body, Controller, HttpCode, type INestApplication, Post } from '@nestjs/common';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import {
  Actor,
  ActorContext,
  defineMessage,
  Handle,
  MailboxRuntime,
  type Receipt,
  Subscribe,
} from 'nestjs-mailbox';
import { MailboxIngressModule } from 'nestjs-mailbox/ingress';
import { MailboxTelemetryModule, type TracingOptions } from 'nestjs-mailbox/telemetry';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { z } from 'zod';

export class PlaceOrder extends defineMessage('orders.place', z.object({ orderId: z.string() })) {}
export class ChargeCard {
  constructor(readonly orderId: string) {}
}
export class CardCharged {
  constructor(readonly orderId: string) {}
}
export class RemindMe {
  constructor(readonly orderId: string) {}
}
export class OrderClosed {
  constructor(readonly orderId: string) {}
}
export class Tick {
  constructor(readonly orderId: string) {}
}

/** Charges, waits for the answer, reminds itself a second later, and says that the order is closed. */
@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
class OrderActor {
  @Handle(PlaceOrder, { ingress: true })
  async place({ orderId }: PlaceOrder, actor: ActorContext): Promise<void> {
    await Promise.resolve();
    actor.tell(new ChargeCard(orderId));
  }

  @Handle(CardCharged)
  charged({ orderId }: CardCharged, actor: ActorContext): void {
    actor.schedule.once('remind', 1_000, new RemindMe(orderId));
  }

  @Handle(RemindMe)
  remind({ orderId }: RemindMe, actor: ActorContext): void {
    actor.publish(new OrderClosed(orderId));
  }
}

/** Sets the first charge aside until it has heard a tick; fails once before it charges. */
@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
class PaymentActor {
  #isOpen = false;

  @Handle(ChargeCard, { retry: { attempts: 2, backoffMs: 100 } })
  charge({ orderId }: ChargeCard, actor: ActorContext): void {
    if (!this.#isOpen) {
      actor.schedule.once('open', 10, new Tick(orderId));
      return actor.stash();
    }
    if (actor.envelope.attempt === 1) throw new Error('the line is busy');
    actor.tell(new CardCharged(orderId));
  }

  @Handle(Tick)
  open(_: Tick, actor: ActorContext): void {
    this.#isOpen = true;
    actor.unstashAll();
  }
}

@Actor()
class BooksActor {
  @Subscribe(OrderClosed)
  note(): void {
    trace.getActiveSpan()?.addEvent('noted');
  }
}

@Actor()
class StatisticsActor {
  @Subscribe(OrderClosed)
  count(): void {
    return 1 as never; // past the compiler
  }
}

@Controller('orders')
class OrdersController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post()
  @HttpCode(202)
  place(@Body() body: unknown): Promise<Receipt> {
    return this.mailbox.deliver(PlaceOrder.from(body));
  }
}

export type TracedShop = MailboxTestKit<INestApplication>;

/** The shop behind HTTP, each request in a span of kind server, as OpenTelemetry's own instrumentation of HTTP would have it. */
export function openShop(tracing: boolean | TracingOptions = true): Promise<TracedShop> {
  return MailboxTestKit.create({
    imports: [MailboxTelemetryModule.forRoot({ tracing }), MailboxIngressModule.forRoot()],
    controllers: [OrdersController],
    providers: [OrderActor, PaymentActor, BooksActor, StatisticsActor],
    unseenDeadLetters: 'ignore',
    application: (module) => {
      const app = module.createNestApplication<INestApplication>();
      app.use(spanOfRequest);
      return app;
    },
  });
}

/** Sends one request from a client that is in no trace, or in a given one. */
export async function post(shop: TracedShop, path: string, body: object, headers = {}): Promise<number> {
  if (!(shop.app.getHttpServer() as { listening: boolean }).listening) await shop.app.listen(0, '127.0.0.1');
  const response = await fetch(`${await shop.app.getUrl()}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await response.text();
  return response.status;
}

interface Incoming {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

function spanOfRequest(
  { method, url, headers }: Incoming,
  response: { once(event: 'finish', listener: () => void): void },
  next: () => void,
): void {
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  const span = trace.getTracer('http').startSpan(`${method} ${url}`, { kind: SpanKind.SERVER }, parent);
  response.once('finish', () => span.end());
  context.with(trace.setSpan(parent, span), next);
}
