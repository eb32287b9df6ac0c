import { bad, good } from './rule-case.js';

const handler = (body: string): string => `
@Actor()
class A {
  #state = [];
  @Handle(PlaceOrder)
  place(message: PlaceOrder, context: ActorContext) {
${body}
  }
}`;

export const cases = [
  bad(
    'a message that is filled where nobody looks at the result, or by a method that keeps what it is given',
    `
class Base { #kept; keep(v) { this.#kept = v; } }
class Ask extends Base {
  #l = []; #a; box = new Map();
  pushes(v) { this.#l.push(v); }
  ifs(v) { if (v) this.#a = v; }
  async asy(v) { this.#a = v; }
  chain(v) { this.#a = v; return this; }
  price(tax) { this.#a = tax; return tax; }
}
type Alias = Ask;
@Actor()
class A {
  @Handle(Ask)
  async ask(m: Ask) {
    m.pushes(this.g); // ! mutated
    m.ifs(this.g); // ! mutated
    await m.asy(this.g); // ! mutated
    m.chain('x').chain(this.g); // ! mutated
    [this.g].forEach((x) => m.keep(x)); // ! mutated
    const price = m.price(0.2);
    ['a'].forEach((x) => m.box.set(x, this.g)); // ! mutated
    m.box.has('a') || m.box.set('a', this.g); // ! mutated
    m.box.set('a', this.g).set('b', 'x'); // ! mutated
    void m.box.set('a', this.g); // ! mutated
    return m.chain(this.g); // ! mutated
  }
  @Handle(PlaceOrder)
  place(m: Readonly<Ask>) { m.keep(this.g); } // ! mutated
  @Handle(StockReserved)
  reserved(m: Alias) { m.keep(this.g); } // ! mutated
}`,
  ),
  good(
    'what reads a message, or copies it first',
    handler(`
    const { lines, address, ...others } = message;
    const sorted = [...lines].sort();
    const more = lines.concat(1).map((line) => line * 2);
    sorted.push(1);
    others.id = 2;
    const copy = { ...message, id: 3 };
    copy.id = 4;
    const clone = structuredClone(message);
    clone.lines.push(1);
    const part = message.lines.slice(1);
    part.reverse();
    const total = message.price.add(message.tax);
    const found = message.tags.set('a', 1);
    Object.assign({}, message);
    Object.freeze(message);
    this.#state.push(message);
    this.lines = message.lines;
    context.tell(message);
    delete this.cache[message.id];`),
  ),
  good(
    'variables that are put in the place of what was there',
    handler(`
    let { quantity, lines } = message;
    quantity -= 1;
    quantity++;
    lines = [];
    lines.push(1);
    let first = message.lines[0];
    first = { ...first };
    first.done = true;
    for (let line of message.lines) { line = { ...line }; line.done = true; }`),
  ),
  good(
    'a parameter that is replaced by a copy',
    handler(`
    message = { ...message };
    message.quantity = 1;`),
  ),
  good(
    'what is no handler, no message, or hidden by another name',
    `
@Actor()
class A {
  onActivate(context) { context.x = 1; }
  helper(message: Draft) { message.x = 1; }
  @Handle(PlaceOrder)
  place(message: PlaceOrder, context) {
    context.note = 1;
    this.drafts.forEach((message) => { message.x = 1; });
    { const message = {}; message.x = 1; }
    const Object = { assign() {} };
    Object.assign(message);
  }
}
class B { place(message: PlaceOrder) { message.x = 1; } }`,
  ),
  good(
    'the rest of a message in the parameters',
    `class A { @Handle(PlaceOrder) a({ id, ...rest }: PlaceOrder) { rest.x = 1; } }`,
  ),
  bad(
    'assignments, updates, deletions, at any depth',
    handler(`
    message.quantity = 1; // ! mutated
    message.quantity += 1; // ! mutated
    message.quantity++; // ! mutated
    --message.address.number; // ! mutated
    delete message.address?.street; // ! mutated
    message['a'][context.key] = 1; // ! mutated
    (message as Mutable).quantity = 2; // ! mutated
    message!.quantity ??= 3; // ! mutated
    [message.a] = [1]; // ! mutated
    ({ a: message.a = 1 } = {}); // ! mutated
    for (message.i of [1]) {} // ! mutated`),
  ),
  bad(
    'methods that change what they are called on',
    handler(`
    message.lines.push(1); // ! mutated
    message.lines.splice(0, 1); // ! mutated
    message.lines.sort(); // ! mutated
    message.tags.add('a'); // ! mutated
    message.prices.set('a', 1); // ! mutated
    message.prices?.delete('a'); // ! mutated
    message.date.setHours(1); // ! mutated
    Object.assign(message, { a: 1 }); // ! mutated
    Object.defineProperty(message.address, 'a', {}); // ! mutated
    Reflect.set(message, 'a', 1); // ! mutated
    Atomics.store(message.box, 0, 1); // ! mutated`),
  ),
  bad(
    'an array that is sorted for its own sake',
    handler(`
    const sorted = message.lines.sort((a, b) => a - b); // ! mutated
    return void use(message.lines.reverse()); // ! mutated`),
    {
      suggested: [
        ['copy', 'const sorted = message.lines.toSorted((a, b) => a - b);'],
        ['copy', 'return void use(message.lines.toReversed());'],
      ],
    },
  ),
  bad(
    'a part of a message under another name',
    handler(`
    const copy = message;
    copy.id = 1; // ! mutated
    const { lines, address: { street }, extra: [first, { deep }] } = message;
    lines.push(1); // ! mutated
    street.name = 'x'; // ! mutated
    first.x = 1; // ! mutated
    deep.x = 1; // ! mutated
    const last = lines.at(-1);
    last.done = true; // ! mutated
    message.lines.find((line) => line.id)!.done = true; // ! mutated
    for (const line of message.lines) line.done = true; // ! mutated
    for (const { inner } of lines) inner.done = true; // ! mutated
    for (const [id, line] of message.byId.entries()) line.done = true; // ! mutated
    message.lines.forEach((line) => { line.done = true; }); // ! mutated
    lines.map(({ inner }) => inner.push(1)); // ! mutated
    const later = async () => { message.done = true; }; // ! mutated`),
  ),
  bad(
    'a message in the list of parameters, of a subscriber, in JavaScript, overridden, handed on',
    `
@Actor()
class A {
  @Handle(PlaceOrder) a({ lines }: PlaceOrder) { lines.push(1); } // ! mutated
  @Subscribe(StockReserved) b(event) { event.seen = true; } // ! mutated
  @Handle(PlaceOrder) c(message = new PlaceOrder()) { message.x = 1; } // ! mutated
  @Handle(PlaceOrder) d = (message) => { message.x = 1; }; // ! mutated
  #add(id: string, message: PlaceOrder) { message.id = id; } // ! mutated
}
class B extends A { a(message) { message.x = 1; } } // ! mutated`,
  ),
  bad(
    'a message that is handed the answer',
    `
class Ask { #answer; reply(answer) { this.#answer = answer; } }
@Actor()
class A {
  @Handle(Ask) a(message: Ask) { message.reply(1); } // ! mutated
  @Handle(Ask) b(message: Ask) { const copy = message; copy?.reply(1); } // ! mutated
}`,
  ),
  good(
    'methods of a message that keep nothing, or are not known',
    `
class Ask {
  #total; #log;
  total() { return (this.#total ??= this.count()); }
  check(limit) { if (limit < 1) throw new Error('limit'); }
  collect(log) { log.push(this.#total); }
  static keep(x) { this.last = x; }
  reset() { this.#log = undefined; }
}
@Actor()
class A {
  @Handle(Ask)
  a(message: Ask) {
    message.total();
    message.check(1);
    message.collect([]);
    message.keep(1);
    message.reset();
    const total = message.total(1);
  }
  @Handle(PlaceOrder) b(message: PlaceOrder) { message.reply(1); }
}
function c(message: Ask) { message.check(1); }`,
  ),
  bad(
    'the message of the context, and that of `arguments`',
    handler(`
    context.envelope.message.done = true; // ! mutated
    (context.envelope.message as any).lines.push(1); // ! mutated
    const { envelope } = context;
    envelope.message.done = true; // ! mutated
    const { message: same } = context.envelope;
    same.done = true; // ! mutated
    context.envelope.headers.answer = 1; // ! mutated
    arguments[0].box.a = 1; // ! mutated
    const [first] = arguments;
    first.done = true; // ! mutated`),
  ),
  bad(
    'the envelope in the list of parameters',
    `class A { @Handle(PlaceOrder) a(m: PlaceOrder, { envelope }: ActorContext) { envelope.message.x = 1; } } // ! mutated`,
  ),
  good(
    'other things of a context, of other arguments, and of what is no handler',
    handler(`
    context.note = 1;
    context.logger.level = 1;
    arguments[1].note = 1;
    const read = function () { arguments[0].seen = true; };
    const { self } = context;
    self.list.push(1);
    this.last = context.envelope.message;`),
  ),
  bad(
    'a message that keeps the answer by a detour',
    `
class Ask {
  #answer; #all = []; readonly byId = new Map();
  reply(answer) { if (answer) { this.#answer = answer; } }
  push(answer) { this.#all.push(answer); }
  put(answer) { this.byId.set(1, answer); }
}
class More extends Ask {}
@Actor()
class A {
  @Handle(Ask) a(message: Ask) { message.reply(1); } // ! mutated
  @Handle(Ask) b(message: Ask) { message.push(1); } // ! mutated
  @Handle(More) c(message: More) { message.put(1); } // ! mutated
}`,
  ),
  bad(
    'a message, or a part of one, that was kept in a field as it came',
    `
@Actor()
class A {
  #order; #lines = []; #orders = new Map(); #all = []; #first; byId = {};
  @Handle(PlaceOrder)
  place(message: PlaceOrder) {
    this.#order = message;
    this.#lines = message.lines;
    this.#orders.set(message.id, message);
    this.#all.push(message);
    this.byId[message.id] = message;
    this.#first = message.lines.find((line) => line.first);
  }
  @Handle(StockReserved)
  reserved({ id }: StockReserved) {
    this.#order!.status = 'x'; // ! kept
    this.#order.lines.push(1); // ! kept
    this.#lines.push(1); // ! kept
    const order = this.#orders.get(id);
    order.status = 'x'; // ! kept
    for (const one of this.#all) one.status = 'x'; // ! kept
    this.#all.forEach((one) => { one.status = 'x'; }); // ! kept
    this.byId[id].status = 'x'; // ! kept
    this.#first.done = true; // ! kept
  }
  onDeactivate() { this.#order.status = 'x'; } // ! kept
  @Handle(Cancel)
  cancel() { this.#order = undefined; this.#all = []; }
}`,
  ),
  good(
    'a copy that was kept, what may be one, and what is kept beside a message',
    `
@Actor()
class A {
  #order; #lines = []; #orders = new Map(); #all = []; #total = 0; #seen = new Set(); #state; #queue = [];
  constructor(store) { this.store = store; }
  async onActivate() { this.#state = await this.store.load(); }
  @Handle(PlaceOrder)
  place(message: PlaceOrder) {
    this.#order = { ...message };
    this.#lines = message.lines;
    this.#lines = [...this.#lines];
    this.#orders.set(message.id, { order: message, tries: 0 });
    this.#all.push(...message.lines.map((line) => ({ ...line })));
    this.#total = message.total;
    this.#seen.add(message.id);
    this.#state = message.state;
    this.#queue.push(message);
    this.#order.status = 'x';
    this.#lines.push(1);
    this.#orders.get(message.id).tries += 1;
    this.#all[0].done = true;
    this.#total += 1;
    this.#seen.delete(message.id);
    this.#state.x = 1;
    this.#queue.shift();
    this.#queue.length = 0;
  }
}
class Store { keep(message) { this.last = message; this.last.x = 1; } }`,
  ),
];
