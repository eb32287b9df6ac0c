import { actor, handle, Universe } from '../../test/universe.js';
import { type ActivationContext, ActorContext, ActorRef } from './index.js';

class Note {}

it('nobody but the library makes a context', () => {
  const settled: unknown[] = [];
  const sends = {
    settled: (outcome: unknown) => settled.push(outcome),
    redriven: 0,
    nearest: () => undefined,
  };
  const forge = (...given: unknown[]): ActorContext =>
    new ActorContext({ host: {}, isOver: false, sends } as never, ...(given as [never]));
  expect(() => forge()).toThrow(
    new TypeError('the runtime makes contexts; in a test, testContext() makes one'),
  );
  expect(() => forge(Symbol('made by nestjs-mailbox'))).toThrow(TypeError);
});

it('nobody makes a context of the class that a lifecycle method gets to see', async () => {
  const given: ActivationContext[] = [];
  class Spy {
    onActivate(context: ActivationContext): void {
      given.push(context);
    }
  }
  await Universe.of(actor('spy', [handle(Note, () => undefined)], { create: () => new Spy() }));
  const Hook = given[0]?.constructor as new (host: object) => ActorContext;
  expect(Hook).not.toBe(ActorContext);
  expect(() => new Hook({ system: { ids: { format: String } }, address: { toString: () => ({}) } })).toThrow(
    new TypeError('the runtime makes contexts; in a test, testContext() makes one'),
  );
});

it('nobody but the library makes a ref', async () => {
  const heard: object[] = [];
  const host = { tell: (message: object) => heard.push(message), describe: () => 'me' };
  expect(() => new ActorRef(host as never, undefined as never)).toThrow(
    new TypeError('refs come from runtime.ref, context.ref and @InjectActor'),
  );
  const { runtime } = await Universe.of([]);
  expect(() => runtime.tell(new Note(), Object.create(ActorContext.prototype) as ActorContext)).toThrow(
    TypeError,
  );
});

it('a message is not asked for its class when its attempt has ended', async () => {
  let asked = 0;
  class Curious {}
  Object.defineProperty(Curious.prototype, 'constructor', { get: () => ((asked += 1), Curious) });
  const universe = await Universe.of(
    actor('vault', [handle(Curious, () => Promise.reject(new Error('no')))]),
  );
  const { runtime } = universe;
  runtime.activity.subscribe(() => {});
  runtime.tell(new Curious());
  const before = asked;
  await universe.quiet();
  expect([before > 0, asked - before, runtime.snapshot().totals.dead]).toEqual([true, 0, 1]);
});
