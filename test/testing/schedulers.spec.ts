import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import fc from 'fast-check';
import { Actor, type ActorContext, Handle } from '../../lib/index.js';
import {
  EscapedControlError,
  fromFastCheck,
  ManualClock,
  MailboxTestKit,
  randomScheduler,
  type TestScheduler,
} from '../../lib/testing/index.js';

class Bump {
  constructor(
    readonly counter: string,
    readonly n: number,
  ) {}
}
class Wait {}

/** Owned by nobody, and that is the mistake. */
@Injectable()
class Total {
  value = 0;
  readonly order: string[] = [];
}

@Actor({ keyBy: ({ counter }: { counter: string }) => counter })
class CounterActor {
  constructor(private readonly total: Total) {}

  @Handle(Bump)
  async bump({ counter, n }: Bump): Promise<void> {
    this.total.order.push(`${counter}${n}`);
    const before = this.total.value;
    await Promise.resolve();
    this.total.value = before + 1;
  }
}

@Actor()
class ImpatientActor {
  @Handle(Wait)
  async wait(_message: Wait): Promise<void> {
    await setTimeout(1);
  }
}

async function count(scheduler: TestScheduler | undefined) {
  const kit = await MailboxTestKit.create({ providers: [CounterActor, ImpatientActor, Total], scheduler });
  for (const n of [1, 2, 3]) for (const counter of 'abc') kit.tell(new Bump(counter, n));
  await kit.settle();
  const { value, order } = kit.get(Total);
  const trace = String(kit.trace());
  await kit.close();
  return { value, order: order.join(' '), trace };
}

describe('A scheduler of the kit', () => {
  it('is fifo unless told otherwise', async () => {
    const { order } = await count(undefined);
    expect(order).toBe('a1 b1 c1 a2 b2 c2 a3 b3 c3');
  });

  it('lets actors take turns by its seed, and keeps the order of each mailbox', async () => {
    const runs = await Promise.all([1, 2, 3, 4, 5, 1].map((seed) => count(randomScheduler(seed))));
    expect(new Set(runs.map(({ order }) => order)).size).toBe(5);
    expect(runs[5]).toEqual(runs[0]);
    for (const { order } of runs) {
      for (const counter of 'abc')
        expect(order.split(' ').filter((one) => one.startsWith(counter))).toEqual(
          [1, 2, 3].map((n) => `${counter}${n}`),
        );
    }
  });

  it('gives a fresh instance its message in the turn in which it is activated', async () => {
    const scheduler: TestScheduler = { next: () => ({ index: 0, pause: 0 }) };
    const kit = await MailboxTestKit.create({ providers: [CounterActor, Total], scheduler });
    kit.tell(new Bump('old', 1));
    await kit.settle();
    for (const counter of ['fresh', 'old']) kit.tell(new Bump(counter, 2));
    await kit.settle();
    expect(kit.get(Total).order).toEqual(['old1', 'fresh2', 'old2']);
    await kit.close();
  });

  it('interleaves what handlers do across an await', async () => {
    const values = await Promise.all(
      Array.from({ length: 10 }, async (_, seed) => (await count(randomScheduler(seed))).value),
    );
    expect(Math.min(...values)).toBeLessThan(9);
  });

  it('can be the one of fast-check', async () => {
    const orders = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const { order } = await count(fromFastCheck(s));
        orders.add(order);
        expect(order.split(' ').filter((one) => one.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
      }),
      { numRuns: 10, seed: 1 },
    );
    expect(orders.size).toBeGreaterThan(1);
  });

  it('names a handler that waits for what nobody controls', async () => {
    const kit = await MailboxTestKit.create({ providers: [ImpatientActor], scheduler: randomScheduler(1) });
    kit.tell(new Wait());
    const failure = kit.settle();
    await expect(failure).rejects.toThrow(EscapedControlError);
    await expect(failure).rejects.toThrow('ImpatientActor.wait waits for a real timer');
    await kit.close();
  });

  it('lets a handler wait for the clock of the kit', async () => {
    const clock = new ManualClock();
    class Patience {}
    @Actor()
    class PatientActor {
      @Handle(Patience)
      async wait(_message: Patience, context: ActorContext): Promise<void> {
        await new Promise<void>((resolve) => clock.setTimer(resolve, 1_000));
        context.tell(new Bump('a', 1));
      }
    }
    const kit = await MailboxTestKit.create({
      providers: [PatientActor, CounterActor, Total],
      clock,
      scheduler: randomScheduler(1),
    });
    kit.tell(new Patience());
    await kit.advance(1_000);
    expect(kit.get(Total).value).toBe(1);
    await kit.close();
  });

  it('names work that goes on when its handler has settled', async () => {
    class Forget {}
    @Actor()
    class ForgetfulActor {
      @Handle(Forget)
      forget(_message: Forget): void {
        void Promise.resolve().then(() => kit.tell(new Bump('a', 1)));
      }
    }
    const kit = await MailboxTestKit.create({
      providers: [ForgetfulActor, CounterActor, Total],
      scheduler: randomScheduler(1),
    });
    kit.tell(new Forget());
    await expect(kit.settle()).rejects.toThrow('ForgetfulActor.forget sends Bump after it has settled');
    await kit.close();
  });
});
