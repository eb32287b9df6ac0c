import { Controller, HttpCode, Injectable, Module, Param, Post } from '@nestjs/common';
import {
  type ActivationContext,
  Actor,
  type ActorContext,
  ActorRef,
  Handle,
  InjectActor,
  MailboxRuntime,
  type Receipt,
  Subscribe,
} from 'nestjs-mailbox';

export class PlaceOrder {
  constructor(
    readonly orderId: string,
    readonly quantity: number,
  ) {}
}
export class ChargeCard {
  constructor(
    readonly orderId: string,
    readonly cents: number,
  ) {}
}
export class CardCharged {
  constructor(readonly orderId: string) {}
}
export class CardDeclined {
  constructor(readonly orderId: string) {}
}
export class RefundCard {
  constructor(readonly orderId: string) {}
}
export class OrderClosed {
  constructor(
    readonly orderId: string,
    readonly outcome: string,
  ) {}
}
export class Remind {
  constructor(readonly orderId: string) {}
}

@Injectable()
export class PriceList {
  readonly cents: number = 100;
}

@Injectable()
export class Journal {
  readonly lines: string[] = [];
}

export type OrderMessage = { readonly orderId: string };

@Actor({ keyBy: (message: OrderMessage) => message.orderId })
export class OrderActor {
  constructor(
    private readonly prices: PriceList,
    @InjectActor('payment') private readonly payment: ActorRef<PaymentActor>,
  ) {}

  @Handle(PlaceOrder)
  place({ orderId, quantity }: PlaceOrder, context: ActorContext): void {
    this.payment.tell(new ChargeCard(orderId, quantity * this.prices.cents), context);
    context.schedule.once('remind', 60_000, new Remind(orderId));
  }

  @Handle(CardCharged)
  confirm({ orderId }: CardCharged, context: ActorContext): void {
    context.publish(new OrderClosed(orderId, 'confirmed'));
  }

  @Handle(CardDeclined)
  cancel({ orderId }: CardDeclined, context: ActorContext): void {
    context.publish(new OrderClosed(orderId, 'cancelled'));
  }

  @Handle(Remind)
  remind({ orderId }: Remind, context: ActorContext): void {
    context.publish(new OrderClosed(orderId, 'abandoned'));
  }
}

@Actor()
export class PaymentActor {
  constructor(private readonly journal: Journal) {
    journal.lines.push('payment made');
  }

  onActivate(context: ActivationContext): void {
    context.schedule.every('look', 30_000, new RefundCard('nobody'));
  }

  onDeactivate(): void {
    this.journal.lines.push('payment ended');
  }

  @Handle(ChargeCard)
  charge({ orderId }: ChargeCard, context: ActorContext): void {
    this.journal.lines.push(`charged ${orderId}`);
    context.tell(new CardCharged(orderId));
  }

  @Handle(RefundCard)
  refund({ orderId }: RefundCard): void {
    this.journal.lines.push(`refunded ${orderId}`);
  }
}

@Actor()
export class ViewActor {
  constructor(private readonly journal: Journal) {}

  @Subscribe(OrderClosed)
  note({ orderId, outcome }: OrderClosed): void {
    this.journal.lines.push(`${orderId} ${outcome}`);
  }
}

@Controller('orders')
export class OrdersController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post(':id')
  @HttpCode(202)
  place(@Param('id') id: string): Promise<Receipt> {
    return this.mailbox.deliver(new PlaceOrder(id, 1));
  }
}

@Module({
  providers: [OrderActor, PaymentActor, ViewActor, PriceList, Journal],
  controllers: [OrdersController],
})
export class OrdersModule {}

/** What actors have written down, but for the life of the payment actor. */
export function linesOf({ lines }: Journal): string[] {
  return lines.filter((line) => !line.startsWith('payment'));
}
