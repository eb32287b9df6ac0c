import { bad, good } from './rule-case.js';

export const cases = [
  good(
    'sends that nobody waits for',
    `
class A {
  constructor(private readonly mailbox: MailboxRuntime, @InjectActor(OrderActor) private readonly orders: ActorRef<OrderActor>) {}
  async a(message: PlaceOrder) {
    this.mailbox.tell(message);
    void this.orders.tell(message);
    [message].forEach((at) => this.orders.tell(at));
    setTimeout(() => this.mailbox.publish(message), 1);
    await Promise.all([message].map(async (at) => { await save(at); this.orders.tell(at); }));
    await Promise.all([message].map((at) => { this.orders.tell(at); return save(at); }));
    return this.mailbox.tell(message);
  }
  b = (message: PlaceOrder) => this.mailbox.tell(message);
}`,
  ),
  good(
    'deliver, which is awaited',
    `
async function place(mailbox: MailboxRuntime, message: PlaceOrder) {
  await mailbox.deliver(message);
  await Promise.all([mailbox.deliver(message)]);
  mailbox.deliver(message).catch(() => {});
}`,
  ),
  good(
    'what is no sender of ours',
    `
import { ActorRef } from 'xstate';
import { MailboxRuntime } from 'nestjs-mailbox';
async function a(ref: ActorRef, guide: Guide, any, mailbox: MailboxRuntime, { deep }: { deep: MailboxRuntime }) {
  await ref.tell(1);
  await guide.tell(1);
  await any.tell(1);
  await deep.other();
  await mailbox[tell](1);
  await mailbox.drain();
  await mailbox.tell;
}`,
  ),
  good(
    'names that are defined by each other',
    `
import { MailboxRuntime } from 'nestjs-mailbox';
type A = B; type B = A;
async function a(a: A) { const b = c, c = b; await a.tell(1); await b.tell(1); }`,
  ),
  bad(
    'an awaited send, whatever it is sent by',
    `
class A {
  #mailbox: MailboxRuntime;
  @InjectActor(OrderActor) orders;
  constructor(private readonly a: MailboxRuntime, @InjectActor('order') readonly b, @Inject(getActorToken(OrderActor)) c, mailbox: MailboxRuntime) {
    this.#mailbox = mailbox;
    this.d = c;
  }
  get e(): ActorRef<OrderActor> { return this.orders; }
  async all(m: PlaceOrder) {
    await this.a.tell(m); // ! await
    await this.b.tell(m); // ! await
    await this.#mailbox.publish(m); // ! await
    await this.orders.tell(m); // ! await
    await this.d.tell(m); // ! await
    await this.e.tell(m); // ! await
    await this.a.ref(OrderActor, 'o-1').tell(m); // ! await
    const ref = this.a.ref(OrderActor);
    await ref.tell(m); // ! await
    const { orders, b: other } = this;
    await orders.tell(m); // ! await
    await other.tell(m); // ! await
  }
}`,
    {
      fixed: [
        'this.a.tell(m);',
        'this.b.tell(m);',
        'this.#mailbox.publish(m);',
        'this.orders.tell(m);',
        'this.d.tell(m);',
        'this.e.tell(m);',
        "this.a.ref(OrderActor, 'o-1').tell(m);",
        'ref.tell(m);',
        'orders.tell(m);',
        'other.tell(m);',
      ],
    },
  ),
  bad(
    'a send by the context of a handler or a hook, typed or not',
    `
@Actor()
class A {
  onActivate(context) {
    (async () => {
      await context.tell(1); // ! await
    })();
  }
  @Handle(PlaceOrder)
  async place(m, context) {
    await context.tell(m); // ! await
    await context.self.tell(m, context); // ! await
    await context.ref('order', m.id).tell(m, context); // ! await
    const { self } = context;
    await self.tell(m, context); // ! await
  }
  async #more(context: Readonly<ActorContext>) {
    await context.publish(1); // ! await
  }
}
class B extends A {
  async onActivate(context) {
    await context.tell(2); // ! await
  }
}`,
    {
      fixed: [
        'context.tell(1);',
        'context.tell(m);',
        'context.self.tell(m, context);',
        `context.ref('order', m.id).tell(m, context);`,
        'self.tell(m, context);',
        'context.publish(1);',
        'context.tell(2);',
      ],
    },
  ),
  bad(
    'types under other names',
    `
import * as mailbox from 'nestjs-mailbox';
import type { ActorRef as Address } from 'nestjs-mailbox/runtime';
type Orders = Address<object> | undefined;
async function a(one: mailbox.MailboxRuntime, two: Orders, three = app.get(mailbox.MailboxRuntime), four) {
  await one.tell(1); // ! await
  await two?.tell(1); // ! await
  await two!.tell(1); // ! await
  await three.tell(1); // ! await
  await (four as Address).tell(1); // ! await
  await (two ?? four).tell(1); // ! await
}`,
    {
      fixed: [
        'one.tell(1);',
        'await two?.tell(1);',
        'two!.tell(1);',
        'three.tell(1);',
        'await (four as Address).tell(1);',
        'await (two ?? four).tell(1);',
      ],
    },
  ),
  bad(
    'a promise chain and a collection',
    `
async function a(r: MailboxRuntime, ids: string[]) {
  r.tell(1).then(() => {}); // ! chain
  r.tell(1)?.catch(() => {}); // ! chain
  r.tell(1)!.finally(() => {}); // ! chain
  await Promise.all([save(), r.tell(1)]); // ! collect
  await Promise.allSettled(ids.map((id) => r.tell(id))); // ! collect
  await Promise.all(ids.map((id) => { return r.tell(id); })); // ! collect
  const done = Promise.resolve(r.tell(1)); // ! collect
}`,
  ),
  bad(
    'a wait in disguise, which is for you to mend',
    `
async function a(r: MailboxRuntime, isNew: boolean) {
  const result = await r.tell(1); // ! await
  await (isNew ? r.tell(1) : save()); // ! await
  await (isNew && r.tell(1)); // ! await
  await (log(), r.tell(1)); // ! await
  return await r.tell(1); // ! await
}`,
  ),
  bad(
    'what stays where dropping the word would change more than that',
    `
async function a(mailbox: MailboxRuntime, m: PlaceOrder) {
  const one = 1
  await (mailbox).tell(m) // ! await
  await /* nobody may wait */ mailbox.tell(m); // ! await
}`,
  ),
];
