import { bad, good } from './rule-case.js';

export const cases = [
  good(
    'messages of deferred payments',
    `
import { MailboxRuntime } from 'nestjs-mailbox';
import { DeferredPayment, DeferredOrder } from './messages.js';
class Payments {
  #jobs = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  pay(id) {
    this.mailbox.tell(new DeferredPayment(id));
    const order = new DeferredOrder(id);
    this.#jobs.set(id, order);
    this.mailbox.publish(order);
  }
}`,
  ),
  good(
    'promises that wait for something else',
    `
class Gate {
  #opened; #open = () => {};
  #waiting = [];
  constructor(private readonly mailbox: MailboxRuntime) {}
  close() { this.#opened = new Promise((resolve) => { this.#open = resolve; }); }
  open() { this.#open(); }
  wait() { return new Promise((resolve) => { this.#waiting.push(resolve); }); }
  release() { for (const resolve of this.#waiting) resolve(); }
  async tell(m) { this.mailbox.tell(m); await new Promise((resolve) => setTimeout(resolve, 5)); }
  async run(m) { this.mailbox.tell(m); await new Promise((resolve) => { this.#open = resolve; }); }
}`,
  ),
  good(
    'promises of an actor that no handler settles',
    `
@Actor()
class A {
  #closed = () => {};
  #steps = new Map();
  constructor() { socket.on('close', () => this.#closed()); }
  onDeactivate() { return new Promise((resolve) => { this.#closed = resolve; }); }
  #ready = () => {};
  ready() { return new Promise((resolve) => { this.#ready = resolve; }); }
  onActivate() { this.#ready(); }
  @Handle(PlaceOrder)
  async place(m: PlaceOrder, context: ActorContext) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve, reject) => { stream.once('end', () => resolve()); stream.once('error', reject); });
    this.#steps.get(m.step)?.(m);
    context.tell(m);
    const cache = new Map(); cache.set(1, m);
    const { promise, resolve } = Promise.withResolvers();
    stream.once('end', resolve);
    await promise;
  }
}`,
  ),
  bad(
    'a map of resolvers, and a request beside it',
    `
class Client {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(m: PlaceOrder) {
    return new Promise((resolve, reject) => {
      this.#pending.set(m.id, { resolve, reject }); // ! kept
      this.mailbox.tell(m);
    });
  }
  async ask2(m: PlaceOrder) {
    const answer = new Promise((resolve) => {
      pending[m.id] = (value) => resolve(value); // ! kept
    });
    await this.mailbox.deliver(m);
    return answer;
  }
  ask3(m: PlaceOrder) {
    const deferred = Promise.withResolvers();
    this.#pending.set(m.id, deferred); // ! kept
    this.mailbox.tell(m);
    return deferred.promise;
  }
  ask4(m: PlaceOrder) {
    const { promise, resolve } = Promise.withResolvers();
    const waiter = { resolve };
    this.#pending.set(m.id, waiter); // ! kept
    this.mailbox.tell(m);
    return promise;
  }
}
const pending = {};`,
  ),
  bad(
    'a resolver that travels in a message',
    `
function ask(mailbox: MailboxRuntime, id: string) {
  return new Promise((resolve) => mailbox.tell(new PlaceOrder(id, resolve))); // ! sent
}
function ask2(mailbox: MailboxRuntime, id: string) {
  const { promise, resolve } = Promise.withResolvers();
  const message = new PlaceOrder(id, { reply: (value) => resolve(value) });
  mailbox.tell(message); // ! sent
  return promise;
}`,
  ),
  good(
    'watching, and promises of streams that are no view',
    `
import { firstValueFrom } from 'rxjs';
import { MailboxRuntime } from 'nestjs-mailbox';
class Watch {
  constructor(private readonly mailbox: MailboxRuntime, private readonly http) {}
  watch() { return this.mailbox.activity.subscribe((activity) => this.count(activity)); }
  async fetch(id) { const answer = await firstValueFrom(this.http.get(id)); this.mailbox.tell(answer); }
  async other({ activity }) { return firstValueFrom(activity); }
}`,
  ),
  good(
    'a lock that a handler takes and releases',
    `
class Lock {
  #queue = [];
  lock() { return new Promise((resolve) => this.#queue.push(resolve)); }
  unlock() { this.#queue.shift()?.(); }
}
@Actor()
class A {
  @Handle(PlaceOrder)
  async place(m: PlaceOrder) { await this.printer.lock(); this.printer.unlock(); }
}`,
  ),
  bad(
    'a promise of what the runtime shows to whoever watches it',
    `
import { filter, firstValueFrom, lastValueFrom as last } from 'rxjs';
import { MailboxRuntime } from 'nestjs-mailbox';
class Client {
  constructor(private readonly mailbox: MailboxRuntime) {}
  async ask(m) {
    const handled = firstValueFrom(this.mailbox.activity.pipe(filter(({ type }) => type === 'handled'))); // ! watched
    this.mailbox.tell(m);
    return handled;
  }
  letter() { return last(this.mailbox.deadLetters.stream); } // ! watched
  old() { const { activity } = this.mailbox; return activity.toPromise(); } // ! watched
  byHand(m) {
    return new Promise((resolve) => {
      this.mailbox.activity.subscribe((activity) => activity.type === 'handled' && resolve(activity)); // ! watched
    });
  }
  observer() { return new Promise((next) => this.mailbox.activity.subscribe({ next })); } // ! watched
}`,
  ),
  bad(
    'a promise that RxJS or Nest makes of a view',
    `
import { Controller, Get, Post } from '@nestjs/common';
import { Query } from '@nestjs/graphql';
import { combineLatestWith, concatWith, filter, firstValueFrom, merge, mergeWith, of, raceWith, Subject, switchMap, take, withLatestFrom, zipWith } from 'rxjs';
import { MailboxRuntime } from 'nestjs-mailbox';
@Controller()
class Routes {
  constructor(private readonly mailbox: MailboxRuntime) {}
  @Get() one() { return this.mailbox.activity.pipe(take(1)); } // ! watched
  @Post('two') two() {
    const { activity } = this.mailbox;
    const handled = activity.pipe(filter(({ type }) => type === 'handled'));
    if (this.isOpen) return merge(handled, this.mailbox.deadLetters.stream).pipe(take(1)); // ! watched
    return handled; // ! watched
  }
  @Query() three() {
    const relay = new Subject();
    this.mailbox.activity.subscribe(relay);
    return relay.pipe(take(1)); // ! watched
  }
  async each(m) {
    let found;
    await this.mailbox.activity.pipe(take(1)).forEach((activity) => { found = activity; }); // ! watched
    return found;
  }
  relayed() {
    const relay = new Subject();
    this.mailbox.activity.subscribe(relay);
    return firstValueFrom(relay); // ! watched
  }
  joined() { return firstValueFrom(of(1).pipe(switchMap(() => this.mailbox.activity))); } // ! watched
  beside() { return firstValueFrom(of(1).pipe(mergeWith(this.mailbox.activity))); } // ! watched
  after() { return firstValueFrom(of().pipe(concatWith(this.mailbox.activity))); } // ! watched
  race() { return firstValueFrom(of().pipe(raceWith(this.mailbox.activity))); } // ! watched
  both() { return firstValueFrom(of(1).pipe(combineLatestWith(this.mailbox.activity))); } // ! watched
  zipped() { return firstValueFrom(of(1).pipe(zipWith(this.mailbox.activity))); } // ! watched
  latest() { return firstValueFrom(ticks.pipe(withLatestFrom(this.mailbox.activity))); } // ! watched
}`,
  ),
  bad(
    'what is around a route, a response object, and messages of other transports',
    `
import { Controller, Get, Res, Response } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { SubscribeMessage } from '@nestjs/websockets';
import { filter, first, map, take } from 'rxjs';
import { MailboxRuntime } from 'nestjs-mailbox';
class Interceptor {
  constructor(private readonly mailbox: MailboxRuntime) {}
  intercept(_context, next) { return this.mailbox.activity.pipe(take(1)); } // ! watched
}
class Guard {
  constructor(private readonly mailbox: MailboxRuntime) {}
  canActivate() { return this.mailbox.activity.pipe(map(() => true), take(1)); } // ! watched
}
@Controller()
class Routes {
  constructor(private readonly mailbox: MailboxRuntime) {}
  @Get() own() { return this.#watch(); } // ! watched
  @MessagePattern('a') a() { return this.mailbox.activity.pipe(filter(Boolean), first()); } // ! watched
  @SubscribeMessage('b') b() { return this.mailbox.activity.pipe(take(1)); } // ! watched
  @Get('res') res(@Res() res) { this.mailbox.activity.pipe(take(1)).subscribe((a) => res.json(a)); } // ! watched
  @Get('r') r(@Response() r) { this.mailbox.activity.subscribe({ next: (a) => r.status(200).send(a) }); } // ! watched
  #watch() { return this.mailbox.activity.pipe(take(1)); }
}`,
  ),
  good(
    'streams for clients, interceptors of their own result, and responses that answer by themselves',
    `
import { Controller, Get, Res } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { map, take, takeUntil, tap } from 'rxjs';
import { MailboxRuntime } from 'nestjs-mailbox';
class Interceptor {
  constructor(private readonly mailbox: MailboxRuntime) {}
  intercept(_context, next) { return next.handle().pipe(takeUntil(this.mailbox.activity)); }
  canActivate() { return this.mailbox.deadLetters.size === 0; }
  transform() { return this.mailbox.activity.pipe(take(1)); }
}
@Controller()
class Routes {
  constructor(private readonly mailbox: MailboxRuntime) {}
  @MessagePattern('a') a() { return this.mailbox.activity.pipe(map((a) => a.type)); }
  @Get('res') res(@Res() res) {
    this.mailbox.activity.subscribe((a) => res.write(a));
    this.mailbox.activity.subscribe({ next: (a) => log(a), complete: () => res.send() });
    this.http.get().subscribe((a) => res.json(a));
    res.status(200).json(this.mailbox.deadLetters.list());
  }
  @Get('log') log(log) { this.mailbox.activity.subscribe((a) => log.send(a)); }
  @Get('x') x() { return this.count(); }
  count() { return this.mailbox.deadLetters.list(); }
}`,
  ),
  good(
    'routes that show what there is, streams for browsers, and watching',
    `
import { Controller, Get, Sse } from '@nestjs/common';
import { firstValueFrom, Subject, takeUntil } from 'rxjs';
import { MailboxRuntime } from 'nestjs-mailbox';
@Controller()
class Routes {
  #relay = new Subject();
  constructor(private readonly mailbox: MailboxRuntime, private readonly http) {
    this.mailbox.activity.subscribe(this.#relay);
  }
  @Sse() events() { return this.mailbox.activity.pipe(this.asEvents); }
  @Get('letters') letters() { return this.mailbox.deadLetters.list(); }
  @Get('size') size() { return this.mailbox.deadLetters.size; }
  @Get('all') all() { return this.mailbox.deadLetters.list().map(({ id }) => id); }
  @Get('count') count() { return countOf(this.mailbox.activity, this.mailbox.deadLetters); }
  @Get('sub') sub() { return this.mailbox.activity.subscribe(log).closed; }
  @Get('ids') ids() { return this.ids.map(() => { return this.mailbox.activity; }).length; }
  @Get('http') get() { return this.http.get('/x').pipe(takeUntil(this.mailbox.activity)); }
  stream() { return this.mailbox.activity.pipe(this.asEvents); }
  async letter() {
    this.mailbox.deadLetters.list().forEach((letter) => this.log(letter));
    const done = this.mailbox.deadLetters.list().map(() => 1).forEach(log);
    void this.mailbox.activity.pipe(this.asEvents).forEach(log);
    return firstValueFrom(this.http.get('/x').pipe(takeUntil(this.mailbox.activity)));
  }
}`,
  ),
  bad(
    'deferreds of a class, and resolvers by a detour',
    `
class Later { promise = new Promise((resolve, reject) => { this.resolve = resolve; this.reject = reject; }); }
class Native { #both = Promise.withResolvers(); settle(value) { this.#both.resolve(value); } }
class Client {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(m: PlaceOrder) {
    const later = new Later();
    this.#pending.set(m.id, later); // ! kept
    this.mailbox.tell(m);
    return later.promise;
  }
  ask2(m: PlaceOrder) {
    const deferred = new DeferredPromise();
    this.#pending.set(m.id, deferred); // ! kept
    this.mailbox.tell(m);
  }
  ask3(m: PlaceOrder) {
    let settle;
    const answer = new Promise((resolve) => { settle = resolve; });
    this.#pending.set(m.id, settle); // ! kept
    this.mailbox.tell(m);
    return answer;
  }
  ask4(m: PlaceOrder) {
    const executor = (resolve) => { this.#pending.set(m.id, resolve); this.mailbox.tell(m); }; // ! kept
    return new Promise(executor);
  }
  ask5(m: PlaceOrder) { this.mailbox.tell(new PlaceOrder(m.id, new Native())); } // ! sent
  ask6() {
    const message = new Later();
    this.mailbox.tell(message); // ! sent
    return message.promise;
  }
}`,
  ),
  bad(
    'a service between the caller and the handler',
    `
class Pending {
  #waiting = new Map();
  wait(id) { return new Promise((resolve) => this.#waiting.set(id, resolve)); } // ! kept
  settle(id, value) { this.#waiting.get(id)?.(value); this.#waiting.delete(id); }
}
@Actor()
class A {
  constructor(private readonly pending: Pending) {}
  @Handle(PlaceOrder)
  place(m: PlaceOrder) { this.pending.settle(m.id, 42); }
}`,
  ),
  bad(
    'a field of another class that a handler settles',
    `
class Jobs {
  readonly byId = new Map();
  readonly list = [];
  one; both = Promise.withResolvers(); // ! kept
  static last;
  wait(id) { return new Promise((resolve) => { this.byId.set(id, resolve); }); } // ! kept
  waitInList() { return new Promise((resolve) => this.list.push(resolve)); } // ! kept
  waitForOne() { return new Promise((resolve) => { this.one = resolve; }); } // ! kept
  waitForLast() { return new Promise((resolve) => { Jobs.last = resolve; }); } // ! kept
  waitBehind(id) { const d = Promise.withResolvers(); this.deferreds.set(id, d); return d.promise; } // ! kept
  waitHidden(id) { return new Promise(function () { hidden.set(id, arguments[0]); }); } // ! kept
  readonly deferreds: Map<string, PromiseWithResolvers<string>> = new Map();
  get hidden() { return hidden; }
  take(id) { return this.hidden.get(id); }
}
const hidden = new Map();
@Actor()
class A {
  constructor(private readonly jobs: Jobs) {}
  @Handle(PlaceOrder)
  place(m: PlaceOrder) {
    this.jobs.byId.get(m.id)?.(m);
    for (const resolve of this.jobs.list) resolve(m);
    const { one } = this.jobs;
    one?.(m);
    Jobs.last?.(m);
    this.jobs.both.resolve(m);
    this.jobs.deferreds.get(m.id)?.resolve(m);
    this.jobs.take(m.id)(m);
  }
}`,
  ),
  bad(
    'a function of the module that settles for a handler, and a thenable by hand',
    `
const waiting = new Map();
const listening = [];
const wait = (id) => new Promise((resolve) => waiting.set(id, resolve)); // ! kept
function settle(id, value) { waiting.get(id)?.(value); }
const later = () => ({ then: (resolve) => { listening.push(resolve); } }); // ! kept
class Waiter { then(resolve) { heard.add((value) => resolve(value)); } } // ! kept
const heard = new Set();
const tellAll = (value) => heard.forEach((hear) => hear(value));
@Actor()
class A {
  @Handle(PlaceOrder)
  place(m: PlaceOrder) {
    settle(m.id, m);
    listening.forEach((resolve) => resolve(m));
    tellAll(m);
  }
}`,
  ),
  good(
    'fields and functions that others settle, locks, and classes that look alike',
    `
class Gate {
  open; waiting = []; static last;
  wait() { return new Promise((resolve) => { this.open = resolve; }); }
  turn() { return new Promise((resolve) => this.waiting.push(resolve)); }
  waitForLast() { return new Promise((resolve) => { Gate.last = resolve; }); }
  onMessage(m) { this.open(m); Gate.last(m); }
}
class Other { open(m) {} static last(m) {} waiting = []; }
class Query { then(resolve) { return this.run().then(resolve); } }
const waiting = new Map();
const wait = (id) => new Promise((resolve) => waiting.set(id, resolve));
function settle(id, value) { waiting.get(id)?.(value); }
socket.on('message', ({ id, value }) => settle(id, value));
@Actor()
class A {
  constructor(private readonly gate: Gate, private readonly other: Other) {}
  @Handle(PlaceOrder)
  async place(m: PlaceOrder) {
    await this.gate.turn();
    this.gate.waiting.shift()?.();
    this.gate.waiting.filter((resolve) => resolve !== m);
    this.other.open(m);
    this.other.waiting.map((each) => each(m));
    Other.last(m);
    await wait(m.id);
    await new Query();
  }
}`,
  ),
  bad(
    'a promise of what a handler does, where others await it',
    `
let last;
class Jobs { readonly running = new Map(); one; get(id) { return this.running.get(id); } }
@Actor()
class A {
  static work;
  constructor(private readonly jobs: Jobs) {}
  @Handle(PlaceOrder)
  async place(m: PlaceOrder) {
    const read = this.#read();
    this.jobs.running.set(m.id, read); // ! shared
    A.work = this.#read().finally(() => {}); // ! shared
    await (this.jobs.one = load(m)); // ! shared
    last = (async () => { await read; })(); // ! shared
  }
  async #read() { return 1; }
}
async function load(m) {}
class Routes {
  constructor(private readonly jobs: Jobs) {}
  work() { return A.work; }
  async one() { await this.jobs.one; }
}
export const latest = () => last;`,
  ),
  good(
    'promises that an actor keeps to itself, that nobody awaits, or that are no work of its own',
    `
const prices = new Map();
class Jobs {
  readonly running = new Set(); readonly rates = new Map(); done; name;
  async onModuleDestroy() { await Promise.all(this.running); }
  get() { return this.rates.get('eur') ?? this.name; }
}
@Actor()
class A {
  #work; #all = []; last;
  constructor(private readonly jobs: Jobs) {}
  @Handle(PlaceOrder)
  async place(m: PlaceOrder) {
    this.#work = this.#read();
    this.#all.push(this.#read());
    this.last = this.#read();
    this.jobs.running.add(this.#read());
    this.jobs.rates.set('eur', await this.#read());
    this.jobs.name = m.id;
    prices.set(m.id, this.#read());
    await this.#work;
    await prices.get(m.id);
  }
  async #read() { return 1; }
}
class Routes {
  constructor(private readonly jobs: Jobs) {}
  name() { return this.jobs.name; }
}
test('a unit test of the class', async () => { const actor = new A(); await actor.last; });`,
  ),
  bad(
    'a resolver that a handler settles',
    `
const waiting = [];
let done;
export const once = new Promise((resolve) => { done = resolve; }); // ! kept
export const all = new Promise((resolve) => { waiting.push(resolve); }); // ! kept
@Actor()
class A {
  #reply; #byId = new Map(); #deferred;
  ask() { return new Promise((resolve) => { this.#reply = resolve; }); } // ! kept
  askFor(id) { return new Promise((resolve) => { this.#byId.set(id, resolve); }); } // ! kept
  askAgain() { this.#deferred = Promise.withResolvers(); return this.#deferred.promise; } // ! kept
  @Handle(PlaceOrder)
  place(m: PlaceOrder) {
    done(m);
    waiting.forEach((resolve) => resolve(m));
    this.#reply?.(m);
    const settle = this.#byId.get(m.id);
    settle?.(m);
    this.#settle(m);
  }
  #settle(m) { this.#deferred.resolve(m); }
}`,
  ),
];
