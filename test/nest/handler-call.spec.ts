import { gate } from '../enhancers/enhancer-case.js';
import { OutOfTurnError } from 'nestjs-mailbox';
import { testContext } from 'nestjs-mailbox/testing';
import { endingOf, HandlerCall } from '../../lib/nest/enhancers/handler-call.js';

const context = testContext();

describe('HandlerCall', () => {
  it('gives nothing, and keeps for the runtime what the handler returned', async () => {
    const call = new HandlerCall('OrderActor.place', context, undefined, () => Promise.resolve(null));
    expect(await call.run()).toBeUndefined();
    expect(call.returned).toEqual({ value: null });
  });

  it('hands what was prepared to the handler', async () => {
    const given: unknown[] = [];
    const piped = {};
    const call = new HandlerCall(
      'OrderActor.place',
      context,
      async () => piped,
      (one) => void given.push(one),
    );
    await call.run();
    expect(given).toEqual([piped]);
    expect(call.returned).toBeUndefined();
  });

  it('may be called again after it has settled, but not while it runs, and not at the end', async () => {
    let calls = 0;
    const { opened, open } = gate();
    const call = new HandlerCall('OrderActor.place', context, undefined, () => {
      calls += 1;
      return opened;
    });
    const first = call.run();
    await expect(call.run()).rejects.toThrow('called it while it was running');
    open();
    await first;
    await call.run();
    expect(await call.end()).toBeUndefined();
    await expect(call.run()).rejects.toThrow(OutOfTurnError);
    expect(calls).toBe(2);
  });

  it('ends with the handler that was left running, whatever comes of it', async () => {
    const { opened, open } = gate();
    const failure = new Error('late');
    const call = new HandlerCall('OrderActor.place', context, undefined, async () => {
      await opened;
      throw failure;
    });
    const left = endingOf(call.run());
    const end = call.end();
    open();
    expect([await left, await end]).toEqual([{ error: failure }, { error: failure }]);
  });

  it('does not begin when its pipes are ready only after the end', async () => {
    const { opened, open } = gate();
    let calls = 0;
    const call = new HandlerCall(
      'OrderActor.place',
      context,
      () => opened.then(() => ({})),
      () => void (calls += 1),
    );
    const left = endingOf(call.run());
    const end = call.end();
    open();
    expect(await left).toEqual({ error: expect.any(OutOfTurnError) as OutOfTurnError });
    await end;
    expect(calls).toBe(0);
  });
});
