import { bad } from './rule-case.js';

/** Request and reply by hand, with the resolver kept or settled by a detour within one file. */
export const detours = [
  bad(
    'a read model that can be waited for: the resolver is called with nothing, and the value lies beside it',
    `
class Orders {
  #views = new Map(); #waiting = new Map(); #waiters = [];
  find(id) { return this.#views.get(id); }
  changed(id) { return new Promise((resolve) => { this.#waiting.set(id, resolve); }); } // ! kept
  async *changes() { for (;;) { yield this.#views; await new Promise((r) => this.#waiters.push(r)); } } // ! kept
  save(id, view) {
    this.#views.set(id, view);
    this.#waiting.get(id)?.();
    const all = this.#waiters;
    this.#waiters = [];
    for (const waiter of all) waiter();
  }
}
@Actor()
class A {
  constructor(private readonly orders: Orders) {}
  @Handle(PlaceOrder)
  open({ id }) { this.orders.save(id, this.gold); }
}
class Routes {
  constructor(private readonly orders: Orders, private readonly mailbox: MailboxRuntime) {}
  async ask(id) {
    const changed = this.orders.changed(id);
    this.mailbox.tell(new PlaceOrder(id));
    await changed;
    return this.orders.find(id);
  }
  async stream(id) {
    this.mailbox.tell(new PlaceOrder(id));
    for await (const views of this.orders.changes()) return views.get(id);
  }
}`,
  ),
  bad(
    'a deferred that a function of the file makes',
    `
function defer() { let resolve; const promise = new Promise((r) => { resolve = r; }); return { promise, resolve }; }
class Client {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(id) {
    const d = defer();
    this.#pending.set(id, d); // ! kept
    this.mailbox.tell(new PlaceOrder(id));
    return d.promise;
  }
  ask2(id) { const d = defer(); this.mailbox.tell(new PlaceOrder(id, d)); return d.promise; } // ! sent
}`,
  ),
  bad(
    'a resolver that a helper keeps, in a method that another one calls, in a new map or list',
    `
class Client {
  #p = new Map(); #o = {}; #l = []; #q = {}; #w = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(id) { return new Promise((resolve) => { this.#register(id, resolve); this.mailbox.tell(new PlaceOrder(id)); }); }
  #register(id, r) { this.#p.set(id, r); } // ! kept
  ask2(id) { const p = this.#wait(id); this.mailbox.tell(new PlaceOrder(id)); return p; }
  #wait(id) { return new Promise((r) => this.#w.set(id, r)); } // ! kept
  ask3(id) { return new Promise((r) => { this.#o = { ...this.#o, [id]: r }; this.mailbox.tell(new PlaceOrder(id)); }); } // ! kept
  ask4(id) { return new Promise((r) => { this.#l = [...this.#l, { id, r }]; this.mailbox.tell(new PlaceOrder(id)); }); } // ! kept
  ask5(id) { return new Promise((r) => { Object.assign(this.#q, { [id]: r }); this.mailbox.tell(new PlaceOrder(id)); }); } // ! kept
}`,
  ),
  bad(
    'a resolver that goes away by another name, or perhaps',
    `
class Client {
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(id) { return new Promise((resolve) => this.mailbox.tell(new PlaceOrder(id, id ? resolve : undefined))); } // ! sent
  ask2(id) { return new Promise((resolve) => this.mailbox.tell(new PlaceOrder(id, resolve.bind(null)))); } // ! sent
  ask3(id) {
    return new Promise((resolve) => {
      function answer(value) { resolve(value); }
      this.mailbox.tell(new PlaceOrder(id, answer)); // ! sent
    });
  }
}`,
  ),
  bad(
    'several waiters of one id, a method that is a field, a map of the base class',
    `
class Several {
  #w = new Map();
  wait(id) { return new Promise((r) => { const list = this.#w.get(id) ?? []; list.push(r); this.#w.set(id, list); }); } // ! kept
  settle(id, v) { for (const r of this.#w.get(id) ?? []) r(v); }
}
class Arrow {
  #w = new Map();
  wait(id) { return new Promise((r) => this.#w.set(id, r)); } // ! kept
  answer = (id, v) => { this.#w.get(id)?.(v); };
}
class Base { w = new Map(); hold(id) { return new Promise((r) => this.w.set(id, r)); } } // ! kept
class Sub extends Base { finish(id, v) { this.w.get(id)?.(v); } }
class Taking {
  #w = new Map();
  wait(id) { const d = Promise.withResolvers(); this.#w.set(id, d); return d.promise; } // ! kept
  end(id, v) { const { resolve } = this.#take(id); resolve(v); }
  #take(id) { const entry = this.#w.get(id); this.#w.delete(id); return entry; }
}
@Actor()
class A {
  constructor(private readonly several: Several, private readonly arrow: Arrow, private readonly sub: Sub, private readonly taking: Taking) {}
  @Handle(PlaceOrder)
  open({ id }) {
    this.several.settle(id, 42);
    this.arrow.answer(id, 42);
    this.sub.finish(id, 42);
    this.taking.end(id, 42);
  }
}`,
  ),
  bad(
    'an actor that is made for one question',
    `
class Client {
  constructor(private readonly mailbox: MailboxRuntime, private readonly lazy) {}
  ask() {
    return new Promise((resolve) => {
      @Actor() class ReplyActor {
        @Subscribe(StockReserved) opened(e) { resolve(e.gold); } // ! kept
      }
      this.lazy.load(() => ({ module: M, providers: [ReplyActor] })).then(() => this.mailbox.tell(new PlaceOrder('1')));
    });
  }
  askByToken() {
    return new Promise((resolve) => {
      const providers = [ReplyActor, { provide: 'DONE', useValue: resolve }]; // ! kept
      this.lazy.load(() => ({ module: M, providers })).then(() => this.mailbox.tell(new PlaceOrder('1')));
    });
  }
}`,
  ),
  bad(
    'a view behind a field, a getter, a method, or one of two',
    `
import { Controller, Get } from '@nestjs/common';
import { filter, firstValueFrom, take } from 'rxjs';
import { MailboxRuntime } from 'nestjs-mailbox';
@Controller()
class Routes {
  handled$ = this.mailbox.activity.pipe(filter(({ type }) => type === 'handled'));
  constructor(private readonly mailbox: MailboxRuntime) {}
  get seen$() { return this.mailbox.activity; }
  #of(id) { return this.mailbox.activity.pipe(filter((a) => a.envelope?.id === id)); }
  byField() { return firstValueFrom(this.handled$); } // ! watched
  byGetter() { return firstValueFrom(this.seen$.pipe(take(1))); } // ! watched
  byMethod(id) { return firstValueFrom(this.#of(id)); } // ! watched
  @Get('a') a(wait) { return wait ? this.mailbox.activity.pipe(take(1)) : { accepted: true }; } // ! watched
  @Get('b') b() { return this.cached ?? this.handled$; } // ! watched
  get around() { return this.around ?? this.seen$; }
  @Get('c') c() { return this.around; } // ! watched
}`,
  ),
];
