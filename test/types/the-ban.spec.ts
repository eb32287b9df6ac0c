import { compile } from './compile.js';

const PRELUDE = `
import { Actor, ActorContext, defineMessage, Handle, InjectActor, MessageType, Subscribe, type ActorRef } from 'nestjs-mailbox';
import { of, type Observable } from 'rxjs';
import { z } from 'zod';
class Ping extends defineMessage('ping', z.object({ orderId: z.string() })) {}
class Pong extends defineMessage('pong', z.object({ orderId: z.string(), pong: z.number() })) {}
class Bare { constructor(readonly note: string) {} }
declare const anything: any;
declare const unknowable: unknown;
`;

const RETURNS_NOTHING = 'a handler returns nothing; tell what you would return as another message';
const TAKES_MESSAGE = 'a handler takes the message of its decorator, and then an ActorContext';
const NO_THIRD = 'a handler has no third parameter; the message and its context are all it gets';
const KEY_MISFIT = 'keyBy reads what this message lacks; give the message that field';
const ACTOR_KEY_MISFIT = 'keyBy reads what the message of bare lacks';

const inActor = (member: string) => `@Actor() class Subject { ${member} }`;
const keyedByOrder = (members: string) =>
  `@Actor({ keyBy: (message: { orderId: string }) => message.orderId }) class Subject { ${members} }`;

const ACCEPTED: Record<string, string> = {
  'no parameter': inActor('@Handle(Ping) on() {}'),
  'the message only': inActor('@Handle(Ping) on(message: Ping) {}'),
  'message and context': inActor('@Handle(Ping) on(message: Ping, context: ActorContext): void {}'),
  'an async method': inActor('@Handle(Ping) async on(message: Ping) { await message.orderId; }'),
  'an early return': inActor('@Handle(Ping) on(message: Ping) { if (message.orderId === "") return; }'),
  never: inActor('@Handle(Ping) on(): never { throw new Error(); }'),
  'Promise<never>': inActor('@Handle(Ping) async on(): Promise<never> { throw new Error(); }'),
  'Promise<void> | void': inActor('@Handle(Ping) on(): Promise<void> | void {}'),
  'PromiseLike<void>': inActor('@Handle(Ping) on(): PromiseLike<void> { return Promise.resolve(); }'),
  undefined: inActor('@Handle(Ping) on(): undefined { return undefined; }'),
  'a type parameter that is nothing': inActor(
    '@Handle(Ping) on<T extends void>(): T { return undefined as T; }',
  ),
  'Promise<void> | undefined': inActor('@Handle(Ping) on(): Promise<void> | undefined { return undefined; }'),
  'void | never': inActor('@Handle(Ping) on(): void | Promise<never> {}'),
  'a wider parameter': inActor('@Handle(Ping) on(message: { orderId: string }) {}'),
  'one method for two messages': inActor('@Handle(Ping) @Handle(Pong) on(message: Ping | Pong) {}'),
  'a private method': inActor('@Handle(Ping) private on(message: Ping) {}'),
  'a subscriber': inActor('@Subscribe(Bare) on(event: Bare, context: ActorContext) {}'),
  'every option': inActor(
    '@Handle(Ping, { keyBy: (m) => m.orderId, retry: { attempts: 3, backoffMs: 1, factor: 2, maxBackoffMs: 9, jitter: false }, timeoutMs: 5 }) on() {}',
  ),
  'a keyBy over two messages': keyedByOrder(
    '@Handle(Ping) ping(message: Ping) {} @Handle(Pong) pong(message: Pong) {}',
  ),
  'a keyed actor with a constructor, private state, hooks and helpers': keyedByOrder(`
    #count = 0;
    constructor(private readonly step: number) {}
    @Handle(Ping) ping(message: Ping, context: ActorContext) { this.#count += this.step; }
    @Handle(Pong) anyPong(message: any) {}
    onActivate(context: ActorContext): void {}
    async onDeactivate(): Promise<void> {}
    total(bare: Bare): number { return this.#count; }
    log(text: string): void {}
    private note(bare: Bare): void {}
  `),
  'a keyed actor whose parameters are optional or nullable': keyedByOrder(
    '@Handle(Ping) ping(message?: Ping) {} @Handle(Pong) pong(message: Pong | null, context?: ActorContext) {}',
  ),
  'a ref to an actor whose parameters are optional or nullable': `
    @Actor() class Subject { @Handle(Ping) ping(message?: Ping) {} @Handle(Bare) bare(message: Bare | null) {} }
    declare const ref: ActorRef<Subject>;
    ref.tell(new Ping({ orderId: 'o' }));
    ref.tell(new Bare('b'));
  `,
  'a keyBy on each handler': inActor(
    '@Handle(Ping, { keyBy: (m) => m.orderId }) ping() {} @Subscribe(Bare, { keyBy: (m: { note: string }) => m.note }) bare() {}',
  ),
  'a schema on a plain class':
    "@MessageType('cancel', { schema: z.object({ id: z.string() }) }) class Cancel { constructor(readonly id: string) {} }",
  'a name on a plain class': "@MessageType('cancel') class Cancel { constructor(readonly id: string) {} }",
  'an injected ref': `${keyedByOrder('@Handle(Ping) ping(message: Ping) {}')}
    class Consumer { constructor(@InjectActor(Subject) readonly ref: ActorRef<Subject>, @InjectActor('subject') readonly same: ActorRef<Subject>) {} }`,
};

const REFUSED: Record<string, readonly [source: string, text: string]> = {
  'a value': [inActor('@Handle(Ping) on() { return 1; }'), RETURNS_NOTHING],
  'a promise of a value': [inActor('@Handle(Ping) async on() { return 1; }'), RETURNS_NOTHING],
  null: [inActor('@Handle(Ping) on() { return null; }'), RETURNS_NOTHING],
  'Promise<null>': [inActor('@Handle(Ping) async on() { return null; }'), RETURNS_NOTHING],
  'a generator': [inActor('@Handle(Ping) *on() {}'), RETURNS_NOTHING],
  'an async generator': [inActor('@Handle(Ping) async *on() {}'), RETURNS_NOTHING],
  'an Observable': [
    inActor('@Handle(Ping) on(): Observable<void> { return of(undefined); }'),
    RETURNS_NOTHING,
  ],
  any: [inActor('@Handle(Ping) on() { return anything; }'), RETURNS_NOTHING],
  unknown: [inActor('@Handle(Ping) on() { return unknowable; }'), RETURNS_NOTHING],
  'Promise<any>': [inActor('@Handle(Ping) async on() { return anything; }'), RETURNS_NOTHING],
  'Promise<unknown>': [inActor('@Handle(Ping) async on() { return unknowable; }'), RETURNS_NOTHING],
  'void | string': [inActor('@Handle(Ping) on(): void | string {}'), RETURNS_NOTHING],
  'void | Promise<any>': [inActor('@Handle(Ping) on(): void | Promise<any> {}'), RETURNS_NOTHING],
  'Promise<void | string>': [inActor('@Handle(Ping) async on(): Promise<void | string> {}'), RETURNS_NOTHING],
  'void & { gold: string }': [
    inActor('@Handle(Ping) on(): void & { gold: string } { return anything; }'),
    RETURNS_NOTHING,
  ],
  'Promise<void & { gold: string }>': [
    inActor('@Handle(Ping) async on(): Promise<void & { gold: string }> { return anything; }'),
    RETURNS_NOTHING,
  ],
  'void | (void & { gold: string })': [
    inActor('@Handle(Ping) on(): void | (void & { gold: string }) {}'),
    RETURNS_NOTHING,
  ],
  'a value from a subscriber': [inActor('@Subscribe(Ping) on() { return 1; }'), RETURNS_NOTHING],
  'a value from a private method': [inActor('@Handle(Ping) private on() { return 1; }'), RETURNS_NOTHING],
  'what its class has as a type parameter': [
    `abstract class Stateful<S extends object> { protected abstract state: S; @Handle(Ping) on() { return this.state; } }`,
    "Type 'S' is not assignable to type 'void | PromiseLike<void | undefined> | undefined'",
  ],
  'a promise of such a type': [
    `abstract class Stateful<S extends string | undefined> { protected abstract state: S; @Handle(Ping) async on(): Promise<S> { return this.state; } }`,
    "Type 'S' is not assignable",
  ],
  'a union with such a type': [
    `class Stateful<S extends string | void> { constructor(readonly state: S) {} @Subscribe(Ping) on(): S { return this.state; } }`,
    "Type 'S' is not assignable",
  ],
  "this['field']": [
    inActor("gold = 'x'; @Handle(Ping) on(): this['gold'] { return this.gold; }"),
    `Type 'this["gold"]' is not assignable`,
  ],
  'the wrong message class': [inActor('@Handle(Ping) on(message: Pong) {}'), TAKES_MESSAGE],
  'the wrong plain class': [inActor('@Handle(Ping) on(message: Bare) {}'), TAKES_MESSAGE],
  'a context of another type': [
    inActor('@Handle(Ping) on(message: Ping, context: string) {}'),
    TAKES_MESSAGE,
  ],
  'the message of one of two decorators': [
    inActor('@Handle(Ping) @Handle(Pong) on(message: Ping) {}'),
    TAKES_MESSAGE,
  ],
  'a third parameter': [
    inActor('@Handle(Ping) on(message: Ping, context: ActorContext, x: string) {}'),
    NO_THIRD,
  ],
  'an optional third parameter': [
    inActor('@Handle(Ping) on(message: Ping, context: ActorContext, x?: string) {}'),
    NO_THIRD,
  ],
  'rest parameters': [inActor('@Handle(Ping) on(message: Ping, ...rest: unknown[]) {}'), NO_THIRD],
  "a handler's keyBy that does not fit": [
    inActor('@Handle(Ping, { keyBy: (m: { wrong: string }) => m.wrong }) on() {}'),
    KEY_MISFIT,
  ],
  "a subscriber's keyBy that does not fit": [
    inActor('@Subscribe(Bare, { keyBy: (m: { wrong: string }) => m.wrong }) on() {}'),
    KEY_MISFIT,
  ],
  "a handler's keyBy that reads an unknown field": [
    inActor('@Handle(Ping, { keyBy: (m) => m.wrong }) on() {}'),
    "Property 'wrong' does not exist on type 'Ping'",
  ],
  "a handler's keyBy that gives a number": [
    inActor('@Handle(Ping, { keyBy: () => 1 }) on() {}'),
    "Type 'number' is not assignable to type 'string'",
  ],
  "an actor's keyBy that does not fit one handler": [
    keyedByOrder('@Handle(Ping) ping(message: Ping) {} @Handle(Bare) bare(message: Bare) {}'),
    ACTOR_KEY_MISFIT,
  ],
  "an actor's keyBy that does not fit a handler with a context": [
    keyedByOrder('@Handle(Bare) async bare(message: Bare, context: ActorContext) {}'),
    ACTOR_KEY_MISFIT,
  ],
  "an actor's keyBy that does not fit a union": [
    keyedByOrder('@Handle(Ping) @Handle(Bare) bare(message: Ping | Bare) {}'),
    ACTOR_KEY_MISFIT,
  ],
  "an actor's keyBy that does not fit an optional parameter": [
    keyedByOrder('@Handle(Bare) bare(message?: Bare) {}'),
    ACTOR_KEY_MISFIT,
  ],
  "an actor's keyBy that gives a number": [
    '@Actor({ keyBy: (m: { orderId: string }) => 1 }) class Subject { @Handle(Ping) on(message: Ping) {} }',
    "Type 'number' is not assignable to type 'string'",
  ],
  'an unknown option': [
    inActor('@Handle(Ping, { timeout: 5 }) on() {}'),
    "'timeout' does not exist in type 'HandleOptions",
  ],
  'an unknown actor option': [
    '@Actor({ key: 5 }) class Subject {}',
    "'key' does not exist in type 'ActorOptions",
  ],
  'a schema that refuses the class': [
    "@MessageType('x', { schema: z.object({ id: z.number() }) }) class Wrong { constructor(readonly id: string) {} }",
    'the schema refuses instances of this class',
  ],
  'a schema that refuses its own output': [
    "@MessageType('x', { schema: z.object({ id: z.string().transform(Number) }) }) class Wrong { constructor(readonly id: string) {} }",
    'a message schema must accept its own output',
  ],
  'a message that the injected actor does not take': [
    `${keyedByOrder('@Handle(Ping) ping(message: Ping) {}')}
     class Consumer { constructor(@InjectActor(Subject) ref: ActorRef<Subject>) { ref.tell(new Bare('x')); } }`,
    "Argument of type 'Bare' is not assignable",
  ],
};

describe('the ban at compile time', () => {
  const accepted = Object.values(ACCEPTED);
  const refused = Object.values(REFUSED).map(([source]) => source);
  const errors = compile(
    new Map([
      ...accepted.map((source, index) => [`accepted-${index}.ts`, PRELUDE + source] as const),
      ...refused.map((source, index) => [`refused-${index}.ts`, PRELUDE + source] as const),
    ]),
  );

  it.each(Object.keys(ACCEPTED).map((shape, index) => [shape, index] as const))('accepts %s', (_, index) => {
    expect(errors.get(`accepted-${index}.ts`)).toBe('');
  });

  it.each(Object.entries(REFUSED).map(([shape, [, text]], index) => [shape, index, text] as const))(
    'refuses %s',
    (_, index, text) => {
      expect(errors.get(`refused-${index}.ts`)).toContain(text);
    },
  );
});
