import { good } from './rule-case.js';

/** Promises of everyday code: locks, pools, clients of protocols, batches, and dead letters that go elsewhere. */
export const ordinary = [
  good(
    'dead letters that are forwarded: an array that is there',
    `
import { concatMap, firstValueFrom, from, lastValueFrom, map, of, toArray } from 'rxjs';
import { Controller, Get } from '@nestjs/common';
import { MailboxRuntime } from 'nestjs-mailbox';
@Controller()
class Letters {
  constructor(private readonly mailbox: MailboxRuntime, private readonly http) {}
  async forward() {
    await lastValueFrom(from(this.mailbox.deadLetters.list()).pipe(concatMap((l) => this.http.post('/alerts', l))));
    await firstValueFrom(alert(this.mailbox.deadLetters.list()));
    await firstValueFrom(this.http.post('/size', this.mailbox.deadLetters.size));
    await firstValueFrom(this.#post(this.mailbox.activity));
  }
  #post(activity) { return this.http.post('/x', activity); }
  @Get() all() { return from(this.mailbox.deadLetters.list()).pipe(map((l) => l.reason), toArray()); }
  @Get('again') again() { return of(this.mailbox.deadLetters.redrive('x')).pipe(map((n) => ({ n }))); }
}`,
  ),
  good(
    'a deferred of one handler, a mutex, a gate that a hook opens, and what the signal of the context ends',
    `
@Actor()
class A {
  #tail = Promise.resolve();
  #kill; #markReady;
  #ready = new Promise((r) => { this.#markReady = r; });
  async onActivate() { await this.#connect(); }
  async #connect() { await this.db.connect(); this.#markReady(); }
  async #exclusive(work) {
    let release;
    const before = this.#tail;
    this.#tail = new Promise((r) => { release = r; });
    await before;
    try { return await work(); } finally { release(); }
  }
  @Handle(PlaceOrder)
  async place(m, context: ActorContext) {
    let settle;
    const done = new Promise((r) => { settle = r; });
    createReadStream(m.id).on('end', () => settle());
    await done;
    await this.#ready;
    await this.#exclusive(() => write(m));
    await new Promise((resolve, reject) => {
      this.#kill = () => { child.kill(); reject(new Error('killed')); };
      context.signal.addEventListener('abort', () => this.#kill?.());
      child.on('exit', resolve);
    });
  }
}`,
  ),
  good(
    'an actor that speaks a protocol of request and response to a socket',
    `
@Actor()
class Modem {
  #pending = new Map(); #socket;
  onActivate() { this.#socket.on('data', (d) => this.#received(d)); }
  #request(id) { return new Promise((r) => { this.#pending.set(id, r); this.#socket.write(id); }); }
  #received(d) { this.#pending.get(d.id)?.(d.text); }
  @Handle(PlaceOrder)
  async dial(m) { await this.#request(m.id); }
}`,
  ),
  good(
    'an actor that waits for a child process, and whose own methods settle what it waits for',
    `
import { spawn } from 'node:child_process';
@Actor()
class Converter {
  @Handle(PlaceOrder)
  async convert({ file }, context: ActorContext) {
    context.publish(new StockReserved(await this.#run(file)));
  }
  #run(file) {
    return new Promise((resolve, reject) => {
      const child = spawn('convert', [file]);
      child.stdout.on('data', (text) => this.#onText(String(text), resolve));
      child.on('exit', (code) => this.#onExit(code, reject));
    });
  }
  #onText(text, resolve) { if (text.includes('done')) resolve(text); }
  #onExit(code, reject) { if (code !== 0) reject(new Error(String(code))); }
}`,
  ),
  good(
    'writers, pools and gates whose methods are called as those of others are',
    `
import { Log } from './log.js';
class Writer {
  #rows = [];
  add(row) { return new Promise((done) => { this.#rows.push({ row, done }); if (this.#rows.length > 9) this.flush(); }); }
  flush() { for (const { done } of this.#rows.splice(0)) done(1); }
  drain() { this.#rows.forEach(({ done }) => done(1)); }
}
class Pool {
  #waiting = [];
  take() { return new Promise((r) => { this.#waiting.push(r); }); }
  give(c) { this.#waiting.shift()?.(c); }
}
class ArrowPool {
  #waiting = [];
  take() { return new Promise((r) => this.#waiting.push(r)); }
  give = (c) => { this.#waiting.shift()?.(c); };
}
class Gate {
  #waiters = [];
  pass() { return new Promise((r) => { this.#waiters.push(r); }); }
  count() { return this.#waiters.filter(Boolean).length; }
  open() { for (const w of this.#waiters) w(); }
}
@Actor()
class A {
  constructor(private readonly log: Log, private readonly pool: Pool, private readonly gate: Gate) {}
  @Handle(PlaceOrder)
  async place({ id }) {
    String(id);
    this.log.flush();
    this.log.drain();
    this.gate.count();
    this.gate.open();
    const connection = await this.pool.take();
    try { connection.write(id); } finally { this.pool.give(connection); }
  }
}
class Routes {
  constructor(private readonly gate: Gate, private readonly mailbox: MailboxRuntime) {}
  async go(m) { await this.gate.pass(); this.mailbox.tell(m); }
}`,
  ),
  good(
    'a loader that collects what is asked for in one turn, and is asked after a send',
    `
class Loader {
  #queue = [];
  constructor(private readonly mailbox: MailboxRuntime) {}
  load(id) { return new Promise((done) => { this.#queue.push({ id, done }); setImmediate(() => this.#run()); }); }
  #run() { for (const { id, done } of this.#queue.splice(0)) done(id); }
  async ship(id) { this.mailbox.tell(new PlaceOrder(id)); return await this.load(id); }
  async shipped(id) { this.mailbox.tell(new PlaceOrder(id)); return this.load(id); }
}`,
  ),
  good(
    'a test that waits for a provider to be called',
    `
const called = () => new Promise((resolve) => {
  void createTestingModule({ providers: [Watcher, { provide: 'DONE', useValue: resolve }] }).compile();
});`,
  ),
  good(
    'a consumer that is ended by its key, and a turn that is taken before a send',
    `
class Consumer {
  #stops = new Map(); #turns = new Map();
  constructor(private readonly mailbox: MailboxRuntime) {}
  consume(id, s) {
    return new Promise((resolve) => {
      this.#stops.set(id, resolve);
      s.on('data', (d) => this.mailbox.tell(new PlaceOrder(d)));
    });
  }
  end(id) { this.#stops.get(id)?.(); }
  async send(id, m) { await this.#turn(id); this.mailbox.tell(m); }
  #turn(id) { return new Promise((resolve) => this.#turns.set(id, resolve)); }
}`,
  ),
];
