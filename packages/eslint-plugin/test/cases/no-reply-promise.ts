import { bad, good } from './rule-case.js';

export const cases = [
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
import { filter, firstValueFrom, merge, mergeWith, of, Subject, switchMap, take } from 'rxjs';
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
