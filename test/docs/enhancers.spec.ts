import { UseGuards } from '@nestjs/common';
import { Actor, Handle, MailboxBootError } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/enhancers.md');
const headers = { tenant: 'acme' };

afterAll(() => snippets.remove());

await snippets.load('enhancers/tenant.guard.spec.ts');

describe('docs/enhancers.md', () => {
  it('has a guard, an interceptor, a pipe and a filter that run around the handler', async () => {
    const { Journal, OrderActor, OrderRefused, PlaceOrder } = await snippets.load('enhancers/order.actor.ts');
    const kit = await MailboxTestKit.create({
      providers: [OrderActor, Journal],
      configure: (builder) => builder.setLogger({ log() {}, warn() {}, error() {} }),
    });
    const published: object[] = [];
    kit.runtime.activity.subscribe(({ type, envelope }) => {
      if (type === 'unheard' && envelope !== undefined) published.push(envelope.message);
    });
    kit.tell(new PlaceOrder('o-1', 'book'), { headers });
    kit.tell(new PlaceOrder('o-2', 'lamp'), { headers });
    kit.tell(new PlaceOrder('o-3', 'book'));
    await kit.settle();
    expect(kit.get<{ lines: string[] }>(Journal as never).lines).toEqual(['BOOK is placed', 'place is done']);
    expect(published).toEqual([new OrderRefused('no lamps')]);
    expect(kit.deadLetters().map(({ reason, envelope }) => [reason, envelope.key])).toEqual([
      ['handler-failed', 'o-3'],
    ]);
    expect(kit.runtime.snapshot().totals).toMatchObject({ handled: 2, dead: 1 });
    await kit.close();
  });

  it('has one decorator for several actors', async () => {
    const { Guarded } = await snippets.load('enhancers/guarded.decorator.ts');
    const { Journal, PlaceOrder } = await snippets.load('enhancers/order.actor.ts');
    @Actor({ enhancers: true })
    @((Guarded as unknown as () => ClassDecorator)())
    class OtherActor {
      @Handle(PlaceOrder)
      place(): void {}
    }
    const kit = await MailboxTestKit.create({
      providers: [OtherActor, Journal],
      unseenDeadLetters: 'ignore',
    });
    kit.tell(new PlaceOrder('o-1', 'book'), { headers });
    await kit.settle();
    expect(kit.get<{ lines: string[] }>(Journal as never).lines).toEqual(['place is done']);
    await kit.close();
  });

  it('says that nothing is bound without opting in', async () => {
    class Ping {}
    @Actor()
    class PlainActor {
      @Handle(Ping)
      @UseGuards({ canActivate: () => true })
      ping(): void {}
    }
    await expect(MailboxTestKit.create({ providers: [PlainActor] })).rejects.toThrow(MailboxBootError);
  });
});
