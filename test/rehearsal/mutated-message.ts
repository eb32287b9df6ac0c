import { Injectable } from '@nestjs/common';
import { Actor, type ActorContext, Handle } from 'nestjs-mailbox';
import type { RehearsalPlan } from 'nestjs-mailbox/testing';
import type { Exhibit } from './exhibit.js';

class AddItem {
  constructor(
    readonly cart: string,
    readonly item: string,
  ) {}
}
class CheckOut {
  constructor(readonly cart: string) {}
}
class WriteInvoice {
  constructor(
    readonly cart: string,
    readonly items: ReadonlySet<string>,
  ) {}
}

@Injectable()
class Invoices {
  readonly items: string[] = [];
}

/** Gives its own set away, and goes on changing it. Frozen is only what is plain: a set is not. */
@Actor({ name: 'cart', keyBy: ({ cart }: { readonly cart: string }) => cart })
class CartActor {
  readonly #items = new Set<string>();

  @Handle(AddItem)
  add({ item }: AddItem): void {
    this.#items.add(item);
  }

  @Handle(CheckOut)
  checkOut({ cart }: CheckOut, context: ActorContext): void {
    context.tell(new WriteInvoice(cart, this.#items));
  }
}

/** What is told is told: it gives a copy away. */
@Actor({ name: 'cart', keyBy: ({ cart }: { readonly cart: string }) => cart })
class CopyingCartActor {
  readonly #items = new Set<string>();

  @Handle(AddItem)
  add({ item }: AddItem): void {
    this.#items.add(item);
  }

  @Handle(CheckOut)
  checkOut({ cart }: CheckOut, context: ActorContext): void {
    context.tell(new WriteInvoice(cart, new Set(this.#items)));
  }
}

@Actor()
class InvoiceActor {
  constructor(private readonly invoices: Invoices) {}

  @Handle(WriteInvoice)
  write({ items }: WriteInvoice): void {
    this.invoices.items.push(...items);
  }
}

const plan = (cart: typeof CartActor | typeof CopyingCartActor): RehearsalPlan => ({
  app: { providers: [cart, InvoiceActor, Invoices] },
  scenario: async (kit) => {
    kit.tell(new AddItem('c-1', 'book'));
    kit.tell(new CheckOut('c-1'));
    kit.tell(new AddItem('c-1', 'lamp')); // for the next time
    await kit.settle();
  },
  eventually: (kit) => {
    const { items } = kit.get(Invoices);
    if (items.includes('lamp'))
      throw new Error('the lamp is on an invoice that was written before it was in the cart');
  },
});

export const mutatedMessage: Exhibit = {
  title: 'a message that is changed after it was told',
  broken: plan(CartActor),
  mended: plan(CopyingCartActor),
  faults: {},
};
