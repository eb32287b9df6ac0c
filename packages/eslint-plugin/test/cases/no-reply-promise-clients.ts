import { bad, good } from './rule-case.js';

/** Promises that a worker, a socket, a client or the holder of a lock settles, beside messages that are sent. */
export const clients = [
  good(
    'a client of a socket that publishes that it asked',
    `
import { Injectable } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
import { RequestSent } from './messages.js';
@Injectable()
export class Upstream {
  readonly #pending = new Map<string, (body: string) => void>();
  constructor(private readonly socket: WebSocket, private readonly mailbox: MailboxRuntime) {
    socket.addEventListener('message', ({ data }) => { const { id, body } = JSON.parse(data); this.#pending.get(id)?.(body); });
  }
  request(id: string): Promise<string> {
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.socket.send(id);
      this.mailbox.publish(new RequestSent(id));
    });
  }
}`,
  ),
  good(
    'a rate limiter that publishes, and lets in by a timer',
    `
import { Injectable } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Throttled } from './messages.js';
@Injectable()
export class Limiter {
  readonly #waiters: (() => void)[] = [];
  constructor(private readonly mailbox: MailboxRuntime) { setInterval(() => this.#waiters.shift()?.(), 100); }
  async acquire(): Promise<void> {
    this.mailbox.publish(new Throttled(this.#waiters.length));
    await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }
}`,
  ),
  good(
    'an actor that publishes what its worker answers, in one expression',
    `
import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { Convert, Converted } from './messages.js';
@Actor()
export class A {
  readonly #jobs = new Map<number, (out: string) => void>(); #worker!: Worker;
  onActivate(): void { this.#worker = new Worker('x'); this.#worker.on('message', ({ id, out }) => { this.#jobs.get(id)?.(out); }); }
  @Handle(Convert) async convert({ id, text }: Convert, context: ActorContext): Promise<void> { context.publish(new Converted(id, await this.#run(text))); }
  #run(text: string): Promise<string> { return new Promise((resolve) => { const id = Math.random(); this.#jobs.set(id, resolve); this.#worker.postMessage({ id, text }); }); }
}`,
  ),
  good(
    'a provider that tells the answer of a socket, in one expression',
    `
import { Injectable } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Priced } from './messages.js';
@Injectable()
export class Prices {
  readonly #pending = new Map<string, (price: number) => void>();
  constructor(private readonly socket: WebSocket, private readonly mailbox: MailboxRuntime) {
    socket.addEventListener('message', ({ data }) => { const { sku, price } = JSON.parse(data); this.#pending.get(sku)?.(price); });
  }
  async refresh(sku: string): Promise<void> { this.mailbox.tell(new Priced(sku, await this.price(sku))); }
  price(sku: string): Promise<number> { return new Promise((resolve) => { this.#pending.set(sku, resolve); this.socket.send(sku); }); }
}`,
  ),
  good(
    'an actor that publishes before it waits for its worker, and after it',
    `
import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { Convert, Converted, Started } from './messages.js';
@Actor()
export class A {
  readonly #jobs = new Map<number, (out: string) => void>(); #worker!: Worker;
  onActivate(): void { this.#worker = new Worker('x'); this.#worker.on('message', ({ id, out }) => { this.#jobs.get(id)?.(out); }); }
  @Handle(Convert) async convert({ id, text }: Convert, context: ActorContext): Promise<void> { context.publish(new Started(id)); const out = await this.#run(text); context.publish(new Converted(id, out)); }
  #run(text: string): Promise<string> { return new Promise((resolve) => { const id = Math.random(); this.#jobs.set(id, resolve); this.#worker.postMessage({ id, text }); }); }
}`,
  ),
  good(
    'a send in the callback of the wait itself',
    `
import { Injectable } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Priced } from './messages.js';
@Injectable()
export class Prices {
  readonly #pending = new Map<string, (price: number) => void>();
  constructor(private readonly socket: WebSocket, private readonly mailbox: MailboxRuntime) {}
  onModuleInit() { this.socket.addEventListener('message', ({ data }) => { const { sku, price } = JSON.parse(data); this.#pending.get(sku)?.(price); }); }
  refresh(sku: string): void { void this.price(sku).then((price) => this.mailbox.tell(new Priced(sku, price))); }
  price(sku: string): Promise<number> { return new Promise((resolve) => { this.#pending.set(sku, resolve); this.socket.send(sku); }); }
}`,
  ),
  good(
    'a service that publishes before it takes its lock',
    `
import { Injectable } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Saving, Saved } from './messages.js';
@Injectable()
export class Saver {
  readonly #queue: (() => void)[] = []; #busy = false;
  constructor(private readonly mailbox: MailboxRuntime) {}
  async save(id: string): Promise<void> { this.mailbox.publish(new Saving(id)); await this.#acquire(); try { await write(id); this.mailbox.publish(new Saved(id)); } finally { this.#release(); } }
  #acquire(): Promise<void> { if (!this.#busy) { this.#busy = true; return Promise.resolve(); } return new Promise((resolve) => this.#queue.push(resolve)); }
  #release(): void { const next = this.#queue.shift(); if (next) next(); else this.#busy = false; }
}`,
  ),
  good(
    'a gateway that asks its client',
    `
import { Injectable } from '@nestjs/common';
import { WebSocketGateway, SubscribeMessage, MessageBody } from '@nestjs/websockets';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Confirmed, Asked } from './messages.js';
@WebSocketGateway()
export class Gate {
  readonly #asked = new Map<string, (ok: boolean) => void>();
  constructor(private readonly mailbox: MailboxRuntime) {}
  confirm(id: string): Promise<boolean> { return new Promise((resolve) => { this.#asked.set(id, resolve); this.mailbox.publish(new Asked(id)); }); }
  @SubscribeMessage('ok') ok(@MessageBody() id: string): void { this.#asked.get(id)?.(true); }
}`,
  ),
  good(
    'a pool that publishes that it is busy',
    `
import { Injectable } from '@nestjs/common';
import { Actor, ActorContext, Handle, MailboxRuntime } from 'nestjs-mailbox';
import { Render, Rendered, PoolBusy } from './messages.js';
@Injectable()
export class Browsers {
  readonly #free: Browser[] = []; readonly #waiting: ((b: Browser) => void)[] = [];
  constructor(private readonly mailbox: MailboxRuntime) {}
  take(): Promise<Browser> {
    const browser = this.#free.pop(); if (browser) return Promise.resolve(browser);
    this.mailbox.publish(new PoolBusy(this.#waiting.length));
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
  give(browser: Browser): void { const next = this.#waiting.shift(); if (next) next(browser); else this.#free.push(browser); }
}
@Actor()
export class A {
  constructor(private readonly browsers: Browsers) {}
  @Handle(Render) async render({ url }: Render, context: ActorContext): Promise<void> { const b = await this.browsers.take(); try { context.publish(new Rendered(await b.render(url))); } finally { this.browsers.give(b); } }
}`,
  ),
  good(
    'a send of what was waited for, whoever settles it',
    `
class Prices {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  price(id) { return new Promise((resolve) => { this.#pending.set(id, resolve); }); }
  answer(id, price) { this.#pending.get(id)?.(price); }
  async refresh(id) { this.mailbox.tell(new PlaceOrder(await this.price(id))); }
  later(id) { return this.price(id).then((price) => this.mailbox.tell(new PlaceOrder(price))).catch(log); }
  async both(id) { this.mailbox.tell(new PlaceOrder(id)); const price = await this.price(id); this.mailbox.tell(new PlaceOrder(price)); }
}`,
  ),
  good(
    'what only the asking code sets going: a connection that is shared, a queue of tasks, a worker that takes one at a time',
    `
import { Injectable } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Busy, Wanted } from './messages.js';
@Injectable()
export class Connections {
  private readonly waiting: Record<string, { done: (connection: Connection) => void }[]> = {};
  constructor(private readonly mailbox: MailboxRuntime) {}
  take(id: string): Promise<Connection> {
    this.mailbox.publish(new Wanted(id));
    return new Promise((done) => { (this.waiting[id] ??= []).push({ done }); void this.connect(id); });
  }
  private async connect(id: string): Promise<void> {
    const connection = await open(id);
    while (this.waiting[id].length > 0) { const next = this.waiting[id].shift(); next?.done(connection); }
  }
}
export class Tasks {
  private static readonly queue: { run: () => number; done: (n: number) => void }[] = [];
  constructor(private readonly mailbox: MailboxRuntime) {}
  add(run: () => number): Promise<number> {
    this.mailbox.publish(new Busy());
    return new Promise((done) => void (this.busy ? this.later(run, done) : this.now(run, done)));
  }
  private later(run: () => number, done: (n: number) => void) { Tasks.queue.push({ run, done }); }
  private async now(run: () => number, done: (n: number) => void) {
    done(await run());
    const next = Tasks.queue.shift();
    if (next) await this.now(next.run, next.done);
  }
}
const jobs: { text: string; done: (text: string) => void; fail: (error: unknown) => void }[] = [];
const worker = new Worker('x');
worker.onmessage = ({ data }) => { jobs.shift()?.done(data); next(); };
function next() {
  if (jobs.length === 0) return;
  try { worker.postMessage(jobs[0].text); } catch (error) { jobs[0].fail(error); jobs.shift(); next(); }
}
export const convert = (mailbox: MailboxRuntime, text: string) => new Promise((done, fail) => {
  jobs.push({ text, done, fail });
  mailbox.publish(new Wanted(text));
  next();
});`,
  ),
  bad(
    'what the asking code sets going, and others may settle as well',
    `
class Public {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(id) { return new Promise((done) => { this.#pending.set(id, done); this.mailbox.tell(new PlaceOrder(id)); setTimeout(() => this.settle(id), 9); }); } // ! kept
  settle(id, value) { this.#pending.get(id)?.(value); }
}
class Behind {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(id) { return new Promise((done) => { this.#pending.set(id, done); this.mailbox.tell(new PlaceOrder(id)); setTimeout(() => this.#settle(id), 9); }); } // ! kept
  answer(id, value) { this.#settle(id, value); }
  #settle(id, value) { this.#pending.get(id)?.(value); }
}
class Handing {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  ask(id) { return new Promise((done) => { this.#pending.set(id, done); this.mailbox.tell(new PlaceOrder(id)); this.#start(id); }); } // ! kept
  #start(id) { if (this.isKnown(id)) this.#settle(this.#pending.get(id), 0); }
  #settle(done, value) { done(value); }
  answer(id, value) { this.#settle(this.#pending.get(id), value); }
}
const pending = new Map();
export function settle(id, value) { pending.get(id)?.(value); if (value > 9) settle(id, 9); }
export const ask = (mailbox: MailboxRuntime, id) => new Promise((done) => { pending.set(id, done); mailbox.tell(new PlaceOrder(id)); setTimeout(() => settle(id), 9); }); // ! kept
const handed = new Map();
function finish(id, value) { handed.get(id)?.(value); }
export const finishing = { finish };
export const ask2 = (mailbox: MailboxRuntime, id) => new Promise((done) => { handed.set(id, done); mailbox.tell(new PlaceOrder(id)); setTimeout(() => finish(id), 9); }); // ! kept`,
  ),
  bad(
    'a pending map that another file may settle, that a handler settles, or that who watches the runtime does',
    `
class Open {
  #pending = new Map(); exposed = new Map();
  constructor(private readonly mailbox: MailboxRuntime, socket) { socket.on('end', (id) => this.exposed.get(id)?.(0)); }
  ask(id) { return new Promise((resolve) => { this.#pending.set(id, resolve); this.mailbox.tell(new PlaceOrder(id)); }); } // ! kept
  settle(id, value) { this.#pending.get(id)?.(value); }
  ask2(id) { return new Promise((resolve) => { this.exposed.set(id, resolve); this.mailbox.tell(new PlaceOrder(id)); }); } // ! kept
}
class Watching {
  #pending = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {
    this.mailbox.activity.subscribe(({ id }) => this.#pending.get(id)?.(id));
  }
  ask(id) { return new Promise((resolve) => { this.#pending.set(id, resolve); this.mailbox.tell(new PlaceOrder(id)); }); } // ! kept
}
@Actor()
class A {
  #pending = new Map();
  ask(id, context: ActorContext) { return new Promise((resolve) => { this.#pending.set(id, resolve); context.tell(new PlaceOrder(id)); }); } // ! kept
  onActivate() { this.socket.on('end', (id) => this.#end(id)); }
  @Handle(PlaceOrder) place({ id }) { this.#end(id); }
  #end(id) { this.#pending.get(id)?.(id); }
}`,
  ),
];
