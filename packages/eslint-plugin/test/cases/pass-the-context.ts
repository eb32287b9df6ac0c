import { bad, good } from './rule-case.js';

export const cases = [
  good(
    'sends that carry a context, or belong to no handler',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime, @InjectActor(OrderActor) private readonly orders: ActorRef<OrderActor>) {
    mailbox.tell(1);
  }
  onActivate(context: ActivationContext) { this.orders.tell(1, context); }
  @Handle(PlaceOrder)
  async place(m: PlaceOrder, context: ActorContext) {
    this.mailbox.tell(m, context);
    this.orders.tell(m, context);
    context.tell(m);
    context.publish(m, { ttlMs: 5 });
    context.ref(OrderActor, 'o').tell(m, context);
    await this.mailbox.deliver(m, context);
    this.mailbox.tell(m, { key: 'k', correlationId: context.envelope.correlationId });
    this.mailbox.tell(m, { ...this.options });
    this.mailbox.tell(m, this.options);
    this.mailbox.tell(...m);
  }
  note(m) { this.mailbox.tell(m); }
}
class Controller { constructor(private readonly mailbox: MailboxRuntime) {} place(m) { this.mailbox.tell(m); } }
class Plain { onActivate(mailbox: MailboxRuntime) { mailbox.tell(1); } }`,
  ),
  good(
    'callbacks that may come when the context has ended',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime) {}
  @Handle(PlaceOrder)
  place(m: PlaceOrder, context: ActorContext) {
    setTimeout(() => this.mailbox.tell(m), 5);
    feed.on('price', (price) => { this.mailbox.publish(price); });
    void this.load().then(() => this.mailbox.tell(m));
    const later = function () { mailbox.tell(m); };
    [1].forEach(async (n) => { await n; this.mailbox.tell(n); });
  }
}`,
  ),
  bad(
    'where the name of the context is that of something else, nothing is inserted',
    `
@Actor()
class A {
  constructor(@InjectActor(OrderActor) private readonly orders: ActorRef<OrderActor>) {}
  @Handle(PlaceOrder)
  place(m: PlaceOrder, c: ActorContext) {
    for (const c of m.list) this.orders.tell(new PlaceOrder(c)); // ! missing
    m.list.forEach((c) => this.orders.tell(new PlaceOrder(c))); // ! missing
    if (m.list) { const c = {}; this.orders.tell(new PlaceOrder(c)); } // ! missing
  }
}`,
  ),
  bad(
    'a ref and the runtime, in handlers and hooks',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime, @InjectActor(OrderActor) private readonly orders: ActorRef<OrderActor>) {}
  onActivate(context: ActivationContext) {
    this.orders.tell(1); // ! missing
  }
  @Handle(PlaceOrder)
  async place(message: PlaceOrder, context: ActorContext) {
    this.mailbox.tell(message); // ! missing
    this.orders.tell(new PlaceOrder(1)); // ! missing
    this.mailbox.publish((message)); // ! missing
    await this.mailbox.deliver(message,); // ! missing
    context.self.tell(message); // ! missing
    context.ref(OrderActor).tell(message); // ! missing
    [1].forEach((id) => this.orders.tell(id)); // ! missing
    for (const id of [1]) { [2].map((x) => { this.orders.tell(x); }); } // ! missing
  }
  @Subscribe(StockReserved)
  reserved(message, ctx) {
    this.mailbox.ref(OrderActor, 'o').tell(message); // ! missing
  }
}`,
    {
      fixed: [
        'this.orders.tell(1, context);',
        'this.mailbox.tell(message, context);',
        'this.orders.tell(new PlaceOrder(1), context);',
        'this.mailbox.publish((message), context);',
        'await this.mailbox.deliver(message, context,);',
        'context.self.tell(message, context);',
        'context.ref(OrderActor).tell(message, context);',
        '[1].forEach((id) => this.orders.tell(id, context));',
        'for (const id of [1]) { [2].map((x) => { this.orders.tell(x, context); }); }',
        `this.mailbox.ref(OrderActor, 'o').tell(message, ctx);`,
      ],
    },
  ),
  bad(
    'a context that has no name yet',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime) {}
  @Handle(PlaceOrder)
  place(message: PlaceOrder) {
    this.mailbox.tell(message); // ! missing
  }
  @Handle(StockReserved)
  reserved(message: StockReserved, { schedule }: ActorContext) {
    this.mailbox.tell(message); // ! missing
  }
  onDeactivate() {
    this.mailbox.tell(1); // ! missing
  }
}`,
  ),
  bad(
    'a function that was handed the context',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime) {}
  #reject(message: PlaceOrder, context: ActorContext) {
    this.mailbox.tell(message); // ! missing
  }
}
function confirm(mailbox: MailboxRuntime, context: ActorContext) {
  mailbox.publish(1); // ! missing
}`,
    { fixed: ['this.mailbox.tell(message, context);', 'mailbox.publish(1, context);'] },
  ),
  bad(
    'options that leave the conversation',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime) {}
  @Handle(PlaceOrder)
  place(message: PlaceOrder, context: ActorContext) {
    this.mailbox.tell(message, { key: 'k', ttlMs: 5 }); // ! options
    this.mailbox.publish(message, { headers: {} }); // ! options
  }
}`,
  ),
  bad(
    'options of sends that a context has not',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime, @InjectActor(OrderActor) private readonly orders: ActorRef<OrderActor>) {}
  onActivate(context: ActivationContext) {
    this.orders.tell(1, { ttlMs: 5 }); // ! ownOptions
  }
  @Handle(PlaceOrder)
  async place(message: PlaceOrder, context: ActorContext) {
    await this.mailbox.deliver(message, { id: 'x' }); // ! ownOptions
    this.orders.tell(message, { ttlMs: 5 }); // ! ownOptions
    context.self.tell(message, { ttlMs: 5 }); // ! ownOptions
    this.orders.tell(message, { ttlMs: 5, correlationId: context.envelope.correlationId });
  }
}`,
  ),
];
