import { Universe } from '../../test/universe.js';
import { ActorContext, ActorRef } from './index.js';

class Note {}

it('nobody but the library makes a context', () => {
  const settled: unknown[] = [];
  const sends = {
    settled: (outcome: unknown) => settled.push(outcome),
    redriven: 0,
    nearest: () => undefined,
  };
  const forge = (...given: unknown[]): ActorContext =>
    new ActorContext({ host: { turn: 0 }, turn: 0, sends } as never, ...(given as [never]));
  expect(() => forge()).toThrow(
    new TypeError('the runtime makes contexts; in a test, testContext() makes one'),
  );
  expect(() => forge(Symbol('made by nestjs-mailbox'))).toThrow(TypeError);
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
