import { Actor, type ActorContext, Handle } from 'nestjs-mailbox';
import { fifo, MailboxTestKit, ManualClock, UnseenDeadLettersError } from 'nestjs-mailbox/testing';
import {
  ChargeCard,
  Journal,
  OrderClosed,
  type OrderMessage,
  OrdersModule,
  PlaceOrder,
  Remind,
} from './orders.js';

describe('Closing a kit', () => {
  it('fails on dead letters that nobody looked at, naming them', async () => {
    const kit = await MailboxTestKit.create({});
    kit.tell(new PlaceOrder('o-1', 1));
    const error = await kit.close().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnseenDeadLettersError);
    expect(error).toMatchObject({ code: 'UNSEEN_DEAD_LETTERS', letters: [{ reason: 'no-recipient' }] });
    expect((error as Error).message).toMatch(
      /1 dead letter; .*\n {2}- PlaceOrder to .*: no-recipient, no actor/,
    );
    await expect(kit.close()).rejects.toBe(error);
  });

  it('is content with those that were looked at', async () => {
    const kit = await MailboxTestKit.create({});
    kit.tell(new PlaceOrder('o-1', 1));
    kit.tell(new ChargeCard('o-1', 1));
    expect(kit.deadLetters({ type: 'PlaceOrder' })).toHaveLength(1);
    expect(kit.deadLetters()).toHaveLength(2);
    await kit.close();
  });

  it('fails on the one letter that a filter left out', async () => {
    const kit = await MailboxTestKit.create({});
    kit.tell(new PlaceOrder('o-1', 1));
    kit.tell(new ChargeCard('o-1', 1));
    kit.deadLetters({ type: 'PlaceOrder' });
    await expect(kit.close()).rejects.toThrow(/ChargeCard/);
  });

  it('ignores them on demand', async () => {
    const kit = await MailboxTestKit.create({ unseenDeadLetters: 'ignore' });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.close();
  });

  it('handles what is queued, and lets every actor end', async () => {
    const kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.close();
    expect(kit.get(Journal).lines).toEqual(['payment made', 'charged o-1', 'o-1 confirmed', 'payment ended']);
  });

  it('handles a queue that is long, for as long as it takes', async () => {
    @Actor({ mailbox: { capacity: 10_000 } })
    class TellerActor {
      @Handle(PlaceOrder)
      async place(): Promise<void> {
        await Promise.resolve();
      }
    }
    const kit = await MailboxTestKit.create({ providers: [TellerActor], scheduler: fifo });
    for (let n = 0; n < 10_000; n += 1) kit.tell(new PlaceOrder('o-1', 1));
    await kit.close();
    expect(kit.runtime.snapshot().totals).toMatchObject({ handled: 10_000, dead: 0 });
  });

  it.each(['manual', 'system'] as const)(
    'abandons a handler that never settles, on a %s clock, and tells of it',
    async (clock) => {
      @Actor()
      class HungActor {
        @Handle(PlaceOrder)
        async place(): Promise<void> {
          await new Promise(() => {});
        }
      }
      const kit = await MailboxTestKit.create({ providers: [HungActor], clock });
      kit.tell(new PlaceOrder('o-1', 1));
      kit.tell(new PlaceOrder('o-2', 1));
      const error = await kit.close().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnseenDeadLettersError);
      expect((error as UnseenDeadLettersError).letters).toMatchObject([
        { reason: 'shutdown', envelope: { message: { orderId: 'o-1' } } },
      ]);
    },
  );

  it('does not mind a message that an actor has stashed', async () => {
    @Actor()
    class PatientActor {
      @Handle(PlaceOrder)
      place(_: PlaceOrder, context: ActorContext): void {
        context.stash();
      }
    }
    const kit = await MailboxTestKit.create({ providers: [PatientActor] });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    await kit.close();
  });

  it('leaves no timer behind', async () => {
    @Actor({ keyBy: (message: OrderMessage) => message.orderId, idleTimeoutMs: 60_000 })
    class BusyActor {
      @Handle(PlaceOrder, { timeoutMs: 5_000 })
      async place({ orderId }: PlaceOrder, context: ActorContext): Promise<void> {
        context.schedule.once('remind', 60_000, new Remind(orderId));
        await Promise.resolve();
      }

      @Handle(Remind)
      remind(): void {}

      @Handle(ChargeCard, { retry: { attempts: 5, backoffMs: 10_000 } })
      fail(): void {
        throw new Error('declined');
      }

      async onDeactivate(): Promise<void> {
        await Promise.resolve();
      }
    }
    const clock = new ManualClock();
    const kit = await MailboxTestKit.create({
      providers: [BusyActor],
      clock,
      configure: (builder) => builder.setLogger({ log() {}, error() {}, warn() {} }),
    });
    kit.tell(new PlaceOrder('o-1', 1));
    kit.tell(new ChargeCard('o-2', 1));
    kit.tell(new OrderClosed('o-2', 'unheard of'));
    await kit.settle();
    expect(clock.pending).toBeGreaterThan(0);
    kit.deadLetters();
    await expect(kit.close()).rejects.toThrow(/declined/);
    expect(clock.pending).toBe(0);
  });
});
