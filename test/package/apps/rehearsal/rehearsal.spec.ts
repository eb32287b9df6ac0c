import { MailboxTestKit, rehearse, rehearsalReport } from 'nestjs-mailbox/testing';
import { loseOne } from './faults.js';
import { OrderActor, Orders, PlaceOrder, StockActor } from './orders.js';
import { plan } from './orders.plan.js';

interface FakeTimers {
  useFakeTimers(): unknown;
  useRealTimers(): unknown;
  getTimerCount(): number;
}

/** Jest and Vitest have the same under other names. */
const timers: FakeTimers = (globalThis as { vi?: FakeTimers }).vi ?? jest;

describe.each(['real', 'fake'])('Under %s timers', (kind) => {
  beforeEach(() => {
    if (kind === 'fake') timers.useFakeTimers();
  });

  afterEach(() => {
    if (kind === 'fake') expect(timers.getTimerCount()).toBe(0);
    timers.useRealTimers();
  });

  it('plays a scenario, and loses the message that is to be lost', async () => {
    expect(await loseOne()).toBe('placed');
  });

  it('moves the clock of the kit', async () => {
    const kit = await MailboxTestKit.create({ providers: [OrderActor, StockActor, Orders] });
    kit.tell(new PlaceOrder('o-1'));
    await kit.advance(60_000);
    expect(kit.clock.now()).toBe(60_000);
    expect(kit.get(Orders).status.get('o-1')).toBe('confirmed');
    await kit.close();
  });

  it('rehearses, and shrinks what it finds', async () => {
    const rehearsal = rehearse(plan, { runs: 50, seed: 42, faults: { drop: 0.05, duplicate: 0.05 } });
    await expect(rehearsal).rejects.toThrow('stock never heard of it, and nobody told it again');
  });

  it('reports', async () => {
    const report = await rehearsalReport(plan, { seed: 42, runs: 5, each: 1 });
    expect(report.messages.map(({ type }) => type)).toEqual(['PlaceOrder', 'ReserveStock', 'StockReserved']);
  });
});
