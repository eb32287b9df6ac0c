import { bad, good } from './rule-case.js';

export const cases = [
  good(
    'a return type that says nothing under another name',
    `
import { type Awaitable } from './types.js';
import { Actor, Handle } from 'nestjs-mailbox';
type Nothing = Promise<void>;
type MaybePromise<T> = T | Promise<T>;
@Actor()
class A {
  @Handle(PlaceOrder) a(): MaybePromise<void> { return this.svc.save(); }
  @Handle(PlaceOrder) b(): Nothing { return this.svc.save(); }
  @Handle(PlaceOrder) c(): Awaitable<void> { return this.svc.save(); }
}`,
  ),
  bad(
    'a value at the end of a sequence, and a type that says more than nothing',
    `
type Gold = Promise<string>;
@Actor()
class A {
  @Handle(PlaceOrder) a(): void { return (0, this.gold as never); } // ! value
  @Handle(PlaceOrder) b(): Gold { return this.svc.save(); } // ! value
}`,
  ),
  bad(
    'what require gives',
    `
const { Actor, Handle } = require('nestjs-mailbox');
const mailbox = require('nestjs-mailbox');
@Actor()
class A {
  @Handle(PlaceOrder) a() { return 1; } // ! value
  @mailbox.Handle(PlaceOrder) b() { return 1; } // ! value
  @require('nestjs-mailbox').Handle(PlaceOrder) c() { return 1; } // ! value
}`,
    {
      suggested: [
        ['drop', '@Handle(PlaceOrder) a() { return; }'],
        ['drop', '@mailbox.Handle(PlaceOrder) b() { return; }'],
        ['drop', "@require('nestjs-mailbox').Handle(PlaceOrder) c() { return; }"],
      ],
    },
  ),
  bad(
    'a handler with a computed name',
    `
@Actor()
class A {
  @Handle(PlaceOrder) [NAME]() { return 1; } // ! value
  @Handle(PlaceOrder) [\`open\`]() { return 1; } // ! value
}`,
    {
      suggested: [
        ['drop', '@Handle(PlaceOrder) [NAME]() { return; }'],
        ['drop', '@Handle(PlaceOrder) [`open`]() { return; }'],
      ],
    },
  ),
  bad(
    'a decorator under another name of this file, or composed in it',
    `
import { applyDecorators, SetMetadata } from '@nestjs/common';
import * as mailbox from 'nestjs-mailbox';
const { Handle: On, Subscribe } = mailbox;
const When = Subscribe;
const Command = (message) => applyDecorators(SetMetadata('x', 1), mailbox.Handle(message));
function Query(message) { return On(message, { timeoutMs: 5 }); }
const Place = applyDecorators(On(PlaceOrder));
class A {
  @On(PlaceOrder) a() { return 1; } // ! value
  @When(PlaceOrder) b() { return 1; } // ! value
  @Command(PlaceOrder) c() { return 1; } // ! value
  @Query(PlaceOrder) d() { return 1; } // ! value
  @Place e() { return 1; } // ! value
}`,
    {
      suggested: [
        ['drop', '@On(PlaceOrder) a() { return; }'],
        ['drop', '@When(PlaceOrder) b() { return; }'],
        ['drop', '@Command(PlaceOrder) c() { return; }'],
        ['drop', '@Query(PlaceOrder) d() { return; }'],
        ['drop', '@Place e() { return; }'],
      ],
    },
  ),
  good(
    'decorators that only look so',
    `
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Handle } from 'nestjs-mailbox';
const On = On2; const On2 = On;
let When = Handle; When = SetMetadata;
const Command = (message) => applyDecorators(SetMetadata('x', message));
const Log = () => (target, key) => { Handle(target); };
function Loop() { return Loop(); }
class A {
  @On(PlaceOrder) a() { return 1; }
  @When(PlaceOrder) b() { return 1; }
  @Command(PlaceOrder) c() { return 1; }
  @Log() d() { return 1; }
  @Loop() e() { return 1; }
  @Nowhere f() { return 1; }
}`,
  ),
  good(
    'a handler that returns nothing, in every way there is',
    `
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime) {}
  @Handle(PlaceOrder) a() {}
  @Handle(PlaceOrder) b() { return; }
  @Handle(PlaceOrder) c() { return undefined; }
  @Handle(PlaceOrder) d() { return void 0; }
  @Handle(PlaceOrder) e() { return void this.count(); }
  @Handle(PlaceOrder) async f() { await this.count(); return; }
  @Handle(PlaceOrder) g(message, context) { return context.tell(message); }
  @Handle(PlaceOrder) h(message, context: ActorContext) { return context.publish(message); }
  @Handle(PlaceOrder) i(message) { return this.mailbox.tell(message); }
  @Handle(PlaceOrder) j(message, context) { return message.isNew ? context.tell(message) : undefined; }
  @Handle(PlaceOrder) k(message, context) { return message.isNew ? undefined : (context.stash() ?? undefined); }
  @Handle(PlaceOrder) l(message, context) { return context.schedule.once('later', 1, message); }
  count() { return 1; }
}`,
  ),
  good(
    'a method of the class that says that it returns nothing',
    `
@Actor()
class A extends Base {
  @Handle(PlaceOrder) a(m: PlaceOrder) { if (m.isOld) return this.#reject(m); return this.accept(m); }
  @Handle(PlaceOrder) async b() { return await this.save(); }
  @Handle(PlaceOrder) c() { return this.never(); }
  #reject(m: PlaceOrder): void {}
  async save(): Promise<void> {}
  never = (): never => { throw new Error(); };
}
abstract class Base { abstract accept(m: PlaceOrder): undefined | Promise<undefined>; }`,
  ),
  good(
    'what a handler gives whose return type says nothing: the compiler has judged it',
    `
@Actor()
class A {
  @Handle(PlaceOrder) a(m: PlaceOrder): Promise<void> { return this.gateway.charge(m); }
  @Handle(PlaceOrder) async b(m: PlaceOrder): Promise<void> { return await this.gateway.charge(m); }
  @Handle(PlaceOrder) c(m: PlaceOrder): void | Promise<void> { return m.isNew ? this.charged : charge(m); }
  @Handle(PlaceOrder) d(): Promise<void> { return new Promise((resolve) => setTimeout(resolve, 5)); }
  @Handle(PlaceOrder) e = (m: PlaceOrder): PromiseLike<undefined> => charge(m);
}`,
  ),
  good(
    'a function within a handler',
    `
@Actor()
class A {
  @Handle(PlaceOrder)
  place(message: PlaceOrder): void {
    const total = message.lines.map((line) => { return line.price; }).reduce((a, b) => a + b, 0);
    const read = function () { return total; };
    function twice() { return read() * 2; }
    const values = function* () { yield 1; return 2; };
    class Local { get() { return twice(); } }
  }
}`,
  ),
  good(
    'what is no handler',
    `
import { Handle as H } from 'other-library';
import { Actor, Handle } from 'nestjs-mailbox';
@Actor()
class A {
  helper() { return 1; }
  @H(PlaceOrder) other() { return 1; }
  @Log() logged() { return 1; }
  onActivate() { return this.helper(); }
  get size() { return 1; }
}
class B { @Handle(PlaceOrder) static never() { return 1; } }
function Handle2() { return 1; }`,
  ),
  good(
    'a decorator of that name that this file declares',
    `
import { Actor } from 'nestjs-mailbox';
const Handle = () => () => {};
class A { @Handle() get() { return 1; } }`,
  ),
  bad(
    'what the compiler lets pass for nothing, as it is any',
    `
@Actor()
class A {
  @Handle(PlaceOrder) a(m: PlaceOrder): void {
    return JSON.parse(m.text); // ! value
  }
  @Handle(StockReserved) async b(): Promise<void> {
    const response = await fetch('/');
    return await response.json(); // ! value
  }
}`,
    { suggested: [undefined, ['separate', 'await response.json(); return;']] },
  ),
  bad(
    'a value',
    `
@Actor()
class A {
  #total = 0;
  @Handle(PlaceOrder)
  place(): number {
    return this.#total; // ! value
  }
  @Subscribe(StockReserved)
  reserved(message: StockReserved) {
    if (message.isOld) return null; // ! value
    return { ok: true, total: this.#total }; // ! value
  }
}`,
    {
      suggested: [
        ['drop', 'return;'],
        ['drop', 'if (message.isOld) return;'],
        ['drop', 'return;'],
      ],
    },
  ),
  bad(
    'what a call gives; nothing is suggested where a promise might lose its owner',
    `
@Actor()
class A {
  @Handle(PlaceOrder)
  place(message: PlaceOrder, context: ActorContext) {
    if (message.a) return this.total(); // ! value
    if (message.b) return fetch('/'); // ! value
    if (message.c) return message.d ? context.tell(message) : 1; // ! value
    if (message.e) return message.isNew && context.tell(message); // ! value
    return this.gateway.charge(message); // ! value
  }
  total() { return 1; }
}`,
  ),
  bad(
    'a value although the return type says nothing, cast or not',
    `
@Actor()
class A {
  @Handle(PlaceOrder) a(m: PlaceOrder): void { return m as never; } // ! value
  @Handle(PlaceOrder) b(m: PlaceOrder): void { return <any>m.total; } // ! value
  @Handle(PlaceOrder) async c(m: PlaceOrder): Promise<void> { return await (m.total() as Promise<any>); } // ! value
  @Handle(PlaceOrder) d(m: PlaceOrder): void { return new Order(m); } // ! value
  @Handle(PlaceOrder) e(m: PlaceOrder): void { return m.isNew ? undefined : 'old'; } // ! value
  @Handle(PlaceOrder) f = (): void => ({ ok: true }); // ! value
}`,
    {
      suggested: [undefined, ['drop', '@Handle(PlaceOrder) b(m: PlaceOrder): void { return; }']],
    },
  ),
  bad(
    'what is awaited and returned',
    `
@Actor()
class A {
  @Handle(PlaceOrder)
  async place(message: PlaceOrder) {
    return await this.gateway.charge(message); // ! value
  }
  @Handle(StockReserved)
  async reserved(message: StockReserved) {
    switch (message.kind) {
      case 'a':
        return charge(message); // ! value
      default:
        if (message.b) return charge(message); // ! value
    }
  }
}`,
    {
      suggested: [
        ['separate', 'await this.gateway.charge(message); return;'],
        ['separate', 'await charge(message); return;'],
      ],
    },
  ),
  bad(
    'a generator, sync and async',
    `
@Actor()
class A {
  @Handle(PlaceOrder) *some() { yield 1; return 2; } // ! generator
  @Subscribe(PlaceOrder) async *more() { yield 1; } // ! generator
}`,
  ),
  bad(
    'the decorator under an alias, under a namespace, and without a call',
    `
import { Handle as On, Subscribe } from 'nestjs-mailbox';
import * as mailbox from 'nestjs-mailbox';
import cjs = require('nestjs-mailbox');
class A {
  @On(PlaceOrder) a() { return 1; } // ! value
  @mailbox.Handle(PlaceOrder) b() { return 1; } // ! value
  @cjs.Handle(PlaceOrder) c() { return 1; } // ! value
  @Subscribe d() { return 1; } // ! value
}`,
    {
      suggested: [
        ['drop', '@On(PlaceOrder) a() { return; }'],
        ['drop', '@mailbox.Handle(PlaceOrder) b() { return; }'],
        ['drop', '@cjs.Handle(PlaceOrder) c() { return; }'],
        ['drop', '@Subscribe d() { return; }'],
      ],
    },
  ),
  bad(
    'a handler among other decorators, of any key, in an expression',
    `
export default class {
  @Log() @Handle(PlaceOrder) @Trace() async ['place-order']() { return 1 + 1; } // ! value
}
export const B = class { @Handle(PlaceOrder) b = () => 1; }; // ! value
export const C = class { @Handle(PlaceOrder) c = () => { return 'c'; }; }; // ! value`,
    {
      suggested: [
        ['drop', `@Log() @Handle(PlaceOrder) @Trace() async ['place-order']() { return; }`],
        undefined,
        ['drop', `export const C = class { @Handle(PlaceOrder) c = () => { return; }; };`],
      ],
    },
  ),
  bad(
    'a handler that a parent declares, overridden without its decorator',
    `
abstract class Base { @Handle(PlaceOrder) place() {} @Handle(StockReserved) reserved(): void {} }
class Middle extends Base {}
@Actor()
class A extends Middle {
  override place() { return [1, \`two\`]; } // ! value
  override reserved() { return !this.x; } // ! value
}`,
    {
      suggested: [
        ['drop', 'override place() { return; }'],
        ['drop', 'override reserved() { return; }'],
      ],
    },
  ),
];
