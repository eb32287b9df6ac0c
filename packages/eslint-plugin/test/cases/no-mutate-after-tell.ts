import { bad, good } from './rule-case.js';

const run = (body: string): string => `
function run(mailbox: MailboxRuntime, isNew: boolean, ids: string[]) {
${body}
}`;

export const cases = [
  good(
    'what is changed before it is told',
    run(`
    const message = new PlaceOrder();
    message.quantity = 1;
    message.lines.push(1);
    mailbox.tell(message);
    console.log(message.quantity);`),
  ),
  good(
    'another object, or another branch',
    run(`
    let message = new PlaceOrder();
    mailbox.tell(message);
    message = new PlaceOrder();
    message.quantity = 2;
    const a = {}, b = {}, c = {}, d = {}, e = {};
    if (isNew) { mailbox.tell(a); } else { a.quantity = 1; }
    if (isNew) { mailbox.tell(b); return; }
    if (!isNew) return mailbox.tell(b);
    b.quantity = 1;
    switch (ids[0]) {
      case 'a': mailbox.tell(c); break;
      case 'b': throw mailbox.tell(c);
      case 'c': c.quantity = 5;
    }
    for (const id of ids) { if (id) { mailbox.tell(d); break; } d.quantity = 2; }
    while (isNew) { if (ids.length) { mailbox.tell(e); return; } e.quantity = 2; }`),
  ),
  good(
    'a fresh one in each round, and copies',
    run(`
    for (const id of ids) { const message = new PlaceOrder(id); message.x = 1; mailbox.tell(message); }
    const lines = [];
    mailbox.tell(new PlaceOrder([...lines], lines.length, { ...lines }, lines.slice()));
    lines.push(1);
    const data = { id: 1 };
    mailbox.tell(new PlaceOrder(data));
    data.id = 2;`),
  ),
  good(
    'a row that is deleted by what it is like: that is a query',
    run(`
    const tables = connect();
    mailbox.tell(new PlaceOrder(tables, ids));
    tables.orders.delete({ where: { id: ids[0] } });`),
  ),
  good(
    'a field that is handed over, or is a value',
    `
@Actor()
class A {
  #items = []; #total = 0; #all = [];
  constructor(private readonly mailbox: MailboxRuntime) {}
  @Handle(PlaceOrder)
  flush(m, context) {
    this.#items.push(m);
    context.tell(new StockReserved(this.#items, this.#total, [...this.#all]), context);
    this.#items = [];
    this.#total += 1;
    this.#all.push(m);
  }
}`,
  ),
  good(
    'senders of others, functions of others',
    run(`
    const message = new PlaceOrder();
    bus.tell(message);
    message.x = 1;
    const change = () => { message.x = 2; };
    change();
    ids.forEach(() => mailbox.tell(message));`),
  ),
  good(
    'another part of what a part of went away',
    `
class Service {
  constructor(private readonly mailbox: MailboxRuntime, private readonly repo: Repo) {}
  one(order) { this.mailbox.tell(new PlaceOrder(order.id)); order.items.push('x'); }
  two(order) { this.mailbox.tell(new PlaceOrder(order.id, order.sku)); order.history.push('x'); order.meta.sent = true; }
  request(req) { this.mailbox.tell(new PlaceOrder(req.params.id, req.body)); req.session.visited.push('x'); }
  user(user) { this.mailbox.tell(new PlaceOrder(user.id, user.email)); user.sessions.clear(); }
  progress(rows, i) { this.mailbox.tell(new PlaceOrder('x', rows.length)); rows[i].done = true; }
  first(rows) { this.mailbox.tell(new PlaceOrder('x', rows[0])); rows[1].done = true; }
}
@Actor()
class A {
  rows = [];
  constructor(private readonly repo: Repo) {}
  @Handle(PlaceOrder)
  async ship(m, context) {
    const order = await this.repo.find(m.id);
    context.tell(new StockReserved(order.id, order.total));
    order.lines.push({});
    await this.repo.save(order);
  }
  @Handle(StockReserved)
  mark(m, context) {
    const row = this.rows.find((at) => at.id === m.id);
    context.tell(new PlaceOrder(row.id, row.price));
    row.done = true;
    this.rows.forEach((at) => { context.tell(new PlaceOrder(at.id, 2)); at.items.push(3); });
  }
}`,
  ),
  good(
    'the next element in the next round',
    run(`
    for (const order of ids) { order.total = 1; mailbox.tell(new PlaceOrder('x', order)); }
    for (const order of ids) { order.items.push('gift'); mailbox.tell(new PlaceOrder(order.id, order.items)); }
    for (const [id, order] of ids.entries()) { order.seen = true; mailbox.tell(new PlaceOrder(id, order)); }
    for (let i = 0; i < 9; i += 1) { const order = ids[i]; order.total = 1; mailbox.tell(new PlaceOrder('x', order)); }
    while (ids.length) { const order = ids.shift(); order.total = 1; mailbox.tell(new PlaceOrder('x', order)); }
    for (const { items } of ids) { items.sort(); mailbox.tell(new PlaceOrder('x', items)); }
    for (const order of ids) {
      if (order.done) { mailbox.tell(new PlaceOrder('x', order)); continue; }
      order.attempts += 1;
    }`),
  ),
  good(
    'a batch that a new one replaces as soon as it went away',
    `
async function run(mailbox: MailboxRuntime, rows, feed) {
  let batch = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length >= 100) { mailbox.tell(new PlaceOrder('x', batch)); batch = []; }
  }
  for await (const row of feed) {
    batch.push(row);
    if (batch.length >= 100) { await mailbox.deliver(new PlaceOrder('x', batch)); batch = []; }
  }
}`,
  ),
  good(
    'a field that is handed over: by a method of its own, in a pattern, under a name that is none of a pattern',
    `
class Batches {
  #batch = []; #rows = []; rows$ = []; 'rows(' = [];
  constructor(private readonly mailbox: MailboxRuntime) {}
  flush() { this.mailbox.tell(new PlaceOrder('x', this.#batch)); this.#reset(); }
  #reset() { this.#batch = []; }
  swap() { this.mailbox.tell(new PlaceOrder('x', this.#rows)); [this.#rows] = [[]]; }
  stream() { this.mailbox.tell(new PlaceOrder(1, this.rows$)); this.rows$ = []; }
  odd() { this.mailbox.tell(new PlaceOrder(1, this['rows('])); this['rows('] = []; }
  add(row) { this.#batch.push(row); this.#rows.push(row); this.rows$.push(row); this['rows('].push(row); }
}`,
  ),
  bad(
    'what is changed before a new one takes its place',
    run(`
    let batch = [];
    for (const id of ids) {
      mailbox.tell(new PlaceOrder('x', batch));
      batch.push(id); // ! mutated
      batch = [];
    }`),
  ),
  bad(
    'an element by its own name, and what lies in a part that went away',
    run(`
    for (const order of ids) {
      mailbox.tell(new PlaceOrder('x', order, order.meta));
      order.total = 1; // ! mutated
      order.meta.tags.push(1); // ! mutated
    }
    const row = ids.find(Boolean);
    mailbox.tell(new PlaceOrder('x', row));
    row.done = true; // ! mutated`),
  ),
  bad(
    'a field of an odd name, and one of which a comment speaks',
    `
class Odd {
  'rows(' = []; lines = [];
  constructor(private readonly mailbox: MailboxRuntime) {}
  send() { this.mailbox.tell(new PlaceOrder(1, this['rows('], this.lines)); } // this.lines = later
  add(row) {
    this['rows('].push(row); // ! field
    this.lines.push(row); // ! field
  }
}`,
  ),
  bad(
    'a message that went away',
    run(`
    const message = new PlaceOrder();
    const alias = message;
    mailbox.tell(message);
    message.quantity = 1; // ! mutated
    message.lines.push(1); // ! mutated
    delete alias.quantity; // ! mutated
    if (isNew) { Object.assign(message, {}); } // ! mutated
    setTimeout(() => { message.late = true; }); // ! mutated`),
  ),
  bad(
    'by every verb, in a handler and elsewhere',
    `
@Actor()
class A {
  @Handle(PlaceOrder)
  async place(m, context) {
    const a = {}, b = {}, c = {}, d = {}, e = {};
    context.tell(a);
    context.publish(b);
    context.schedule.once('x', 1, c);
    context.schedule.every('y', 1, d);
    context.self.tell(e, context);
    a.x = 1; // ! mutated
    b.x = 1; // ! mutated
    c.x = 1; // ! mutated
    d.x = 1; // ! mutated
    e.x = 1; // ! mutated
  }
}
async function deliver(mailbox: MailboxRuntime) {
  const m = new PlaceOrder();
  await mailbox.deliver(m);
  m.x = 1; // ! mutated
}`,
  ),
  bad(
    'what went along within a message',
    run(`
    const lines = [], address = {}, tags = [], data = { lines: [] };
    const message = new PlaceOrder(lines, { address, tags: [tags] });
    mailbox.tell(message);
    mailbox.tell(new PlaceOrder(data));
    lines.push(1); // ! mutated
    address.street = 'x'; // ! mutated
    tags.pop(); // ! mutated
    data.lines.push(1); // ! mutated`),
  ),
  bad(
    'one object in every round of a loop',
    run(`
    const message = new PlaceOrder();
    for (const id of ids) {
      message.id = id; // ! mutated
      mailbox.tell(message);
      if (isNew) continue;
    }
    const other = new PlaceOrder();
    while (isNew) { if (ids.length) { mailbox.tell(other); continue; } other.x = 1; } // ! mutated`),
  ),
  bad(
    'whatever becomes of the statements around',
    run(`
    const a = {}, b = {}, c = {};
    try { mailbox.tell(a); } catch { a.x = 1; } // ! mutated
    if (isNew) mailbox.tell(b);
    b.x = 1; // ! mutated
    for (const id of ids) { if (id) { mailbox.tell(c); break; } }
    c.x = 1; // ! mutated`),
  ),
  bad(
    'a field that an actor goes on with',
    `
@Actor()
class A {
  #items = []; orders = new Map();
  @Handle(PlaceOrder)
  add(m, context) {
    this.#items.push(m); // ! field
    context.publish(new StockReserved(this.#items));
    this.orders.set(m.id, m); // ! field
  }
  @Handle(StockReserved)
  report(m, context) {
    context.tell({ orders: this.orders });
    context.tell(new PlaceOrder({ all: this.orders }));
    for (const order of this.#items) order.seen = true; // ! field
  }
}`,
  ),
];
