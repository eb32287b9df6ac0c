import { jest } from '@jest/globals';
import { Actor, Handle } from 'nestjs-mailbox';
import { MailboxTestKit, rehearse } from 'nestjs-mailbox/testing';
import { oversellRace } from '../rehearsal/oversell-race.js';
import { Journal, OrdersModule, PaymentActor, PlaceOrder } from './orders.js';

describe('Under fake timers', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('settles, moves its own clock, names what hangs, and closes', async () => {
    const kit = await MailboxTestKit.create({ imports: [OrdersModule], probes: [PaymentActor] });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    await kit.advance(60_000);
    expect(kit.get(Journal).lines).toEqual(['o-1 abandoned']);
    await kit.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rehearses as it does under real ones', async () => {
    await expect(rehearse(oversellRace.broken, { seed: 42 })).rejects.toThrow(
      '1 seat was sold that does not exist',
    );
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets the fake timers move the time of actors', async () => {
    const kit = await MailboxTestKit.create({ imports: [OrdersModule], clock: 'system' });
    kit.probe(PaymentActor);
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    jest.advanceTimersByTime(60_000);
    await kit.settle();
    expect(kit.get(Journal).lines).toEqual(['payment made', 'o-1 abandoned']);
    await kit.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up on a handler that hangs, in real time', async () => {
    @Actor()
    class HungActor {
      @Handle(PlaceOrder)
      async place(): Promise<void> {
        await new Promise(() => {});
      }
    }
    const kit = await MailboxTestKit.create({
      providers: [HungActor],
      clock: 'system',
      unseenDeadLetters: 'ignore',
    });
    kit.tell(new PlaceOrder('o-1', 1));
    await expect(kit.settle({ withinMs: 20 })).rejects.toThrow(/HungActor\.place is pending/);
    await kit.close();
    expect(jest.getTimerCount()).toBe(0);
  });
});
