import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type ActivationContext, Actor, type ActorContext, defineMessage, Handle } from 'nestjs-mailbox';
import {
  EscapedControlError,
  expectRehearsal,
  type MailboxTestKit,
  type MessageReport,
  RehearsalError,
  type RehearsalPlan,
  rehearsalMatchers,
  rehearsalReport,
  type RehearsalReport,
  RehearsalThresholdError,
  type RehearsalThresholds,
} from 'nestjs-mailbox/testing';
import { z } from 'zod';
import { doubleCharge } from './double-charge.js';
import { lateSuccess } from './late-success.js';
import { mutatedMessage } from './mutated-message.js';
import { oversellRace } from './oversell-race.js';
import { stuckSaga } from './stuck-saga.js';

declare global {
  namespace jest {
    interface Matchers<R> {
      toMatchRehearsal(thresholds: RehearsalThresholds): R;
    }
  }
}

/** Applications are made by the hundred, and the machine may have other work. */
const PATIENCE_MS = 60_000;

function about(report: RehearsalReport, type: string): MessageReport {
  const found = report.messages.find((one) => one.type === type);
  if (found === undefined) throw new Error(`the report says nothing of ${type}`);
  return found;
}

class Deposit {
  constructor(readonly cents: number) {}
}
class Withdraw {
  constructor(readonly cents: number) {}
}
class CloseAccount {}

class Noted extends defineMessage('noted', z.object({ at: z.coerce.date() })) {}

@Injectable()
class Account {
  cents = 100;
}

@Injectable()
class Diary {
  readonly #lines: string[] = [];

  write(line: string): void {
    this.#lines.push(line);
  }

  linesOf(): readonly string[] {
    return this.#lines;
  }
}

@Actor()
class CounterActor {
  received = 0;

  constructor(
    private readonly account: Account,
    private readonly diary: Diary,
  ) {}

  @Handle(Deposit, { retry: { attempts: 2, backoffMs: 500 } })
  deposit({ cents }: Deposit, context: ActorContext): void {
    this.account.cents += cents;
    this.received += 1;
    context.tell(new Noted({ at: new Date(0) }));
  }

  @Handle(CloseAccount)
  close(): void {
    this.diary.write('closed');
  }
}

@Actor()
class MachineActor {
  constructor(
    private readonly account: Account,
    private readonly diary: Diary,
  ) {}

  @Handle(Withdraw)
  withdraw({ cents }: Withdraw): void {
    this.account.cents -= cents;
  }

  @Handle(Noted)
  note({ at }: Noted): void {
    this.diary.write(`a deposit at ${at.getTime()}`);
  }
}

class Tick {}

@Actor()
class ClockActor {
  onActivate({ schedule }: ActivationContext): void {
    schedule.every('tick', 1_000, new Tick());
  }

  @Handle(Tick)
  tick(): void {}
}

const bank: RehearsalPlan = {
  app: { providers: [CounterActor, MachineActor, Account, Diary] },
  scenario: async (kit) => {
    kit.tell(new Deposit(50));
    kit.tell(new Withdraw(20));
    await kit.advance(60_000);
  },
};

describe('The report of a rehearsal', () => {
  let saga: RehearsalReport;
  let mendedSaga: RehearsalReport;
  let payments: RehearsalReport;
  let money: RehearsalReport;

  beforeAll(async () => {
    saga = await rehearsalReport(stuckSaga.broken, { seed: 42 });
    mendedSaga = await rehearsalReport(stuckSaga.mended, { seed: 42 });
    payments = await rehearsalReport(lateSuccess.mended, { seed: 42 });
    money = await rehearsalReport({ ...bank, observe: (kit) => kit.get(Diary).linesOf() }, { seed: 42 });
  }, PATIENCE_MS);

  it('says which invariants break when a message is lost, and what did not come', () => {
    const { lost } = about(saga, 'ReserveStock');
    expect(lost?.verdict).toBe('breaks');
    expect(lost?.breaks).toContain('o-1 waits for its stock, and nobody will ever say more');
    expect(lost?.missing).toEqual([
      'StockReserved from stock to order once instead of twice',
      'ConfirmOrder from order to desk once instead of twice',
    ]);
  });

  it('says that a lost message was told again, however many came in the end', async () => {
    const insists = async (kit: MailboxTestKit): Promise<void> => {
      while (kit.get(Account).cents === 100) {
        kit.tell(new Withdraw(20));
        await kit.settle();
      }
    };
    const report = await rehearsalReport({ ...bank, scenario: insists }, { runs: 0 });
    expect(about(report, 'Withdraw').lost).toMatchObject({
      verdict: 'recovered',
      instead: ['Withdraw from outside to machine was told again'],
    });
  });

  it('makes nothing of timers that tick at other times since a crash', async () => {
    const plan: RehearsalPlan = {
      app: { providers: [CounterActor, MachineActor, ClockActor, Account, Diary] },
      scenario: async (kit) => {
        await kit.advance(1_500);
        kit.tell(new Withdraw(20));
        await kit.advance(58_500);
      },
    };
    const report = await rehearsalReport(plan, { runs: 0 });
    expect(about(report, 'Tick').count).toBe(60);
    expect(about(report, 'Withdraw').crash).toMatchObject({ verdict: 'recovered', missing: [] });
  });

  it('says that nothing notices when a message is lost', () => {
    expect(about(saga, 'PlaceOrder').lost).toMatchObject({ verdict: 'unnoticed', breaks: [], instead: [] });
  });

  it('says that it ends as ever when somebody asks again', () => {
    const { lost } = about(mendedSaga, 'StockReserved');
    expect(lost).toMatchObject({ verdict: 'recovered', breaks: [], differs: [] });
    expect(lost?.instead).toContain('ReserveStock from order to stock 3 times instead of twice');
  });

  it('says what breaks when a message comes twice', async () => {
    const report = await rehearsalReport(doubleCharge.broken, { runs: 0 });
    expect(about(report, 'ChargeCard').twice).toMatchObject({ verdict: 'breaks' });
    expect(about(report, 'ChargeCard').twice?.breaks.join()).toContain('was charged twice');
  });

  it('says who sends again, although all else ends as ever', () => {
    expect(about(saga, 'ReserveStock').twice).toMatchObject({
      verdict: 'sends',
      sends: ['StockReserved to order, twice instead of once'],
      differs: [],
    });
    expect(about(saga, 'ConfirmOrder').twice?.verdict).toBe('same');
  });

  it('compares the fields of actors and of what they were given, and what the plan observes', () => {
    expect(about(money, 'Deposit').twice).toMatchObject({
      verdict: 'differs',
      differs: expect.arrayContaining([
        'Account.cents is 180 instead of 130',
        'counter.received is 2 instead of 1',
        `observed: 'a deposit at 0' is there twice instead of there once`,
      ]),
    });
  });

  it('says what is made up for, what recovers and what is stuck after a failure', () => {
    expect(about(payments, 'ChargeCard').fails).toMatchObject({ verdict: 'compensated' });
    expect(about(payments, 'ChargeCard').fails?.instead).toContain(
      'PaymentOverdue from order to order once instead of never',
    );
    expect(about(payments, 'ChargeCard').crash?.verdict).toBe('unnoticed');
    expect(about(money, 'Deposit').fails?.verdict).toBe('recovered'); // it is tried again
    expect(about(money, 'Withdraw').fails?.verdict).toBe('unnoticed');
  });

  it('crashes the application behind the handler: what it did stays done, and what it sent is gone', () => {
    expect(about(money, 'Deposit').crash).toMatchObject({
      differs: expect.arrayContaining(['Account.cents is 150 instead of 130']),
      missing: expect.arrayContaining(['noted from counter to machine never instead of once']),
    });
  });

  it('says how messages were changed after they had been told', async () => {
    const report = await rehearsalReport(mutatedMessage.broken);
    expect(about(report, 'WriteInvoice').mutated[0]).toMatch(
      /^it was .*'book' } .* when it was told, and .*'lamp'/,
    );
    expect(report.brokenByOrder).toHaveLength(1);
  });

  it('lists the providers that two actors change, and those of which nothing can be seen', () => {
    expect(money.sharedProviders).toEqual([
      {
        provider: 'Account',
        givenTo: ['counter', 'machine'],
        writtenBy: ['counter', 'machine'],
        contended: ['Account.cents by counter, machine'],
      },
      { provider: 'Diary', givenTo: ['counter', 'machine'], writtenBy: [], contended: [] },
    ]);
  });

  it('measures conversations by the clock of the kit, when nothing goes wrong and when something does', () => {
    const [undisturbed, disturbed] = [payments.undisturbed, payments.disturbed].map(({ conversations }) =>
      conversations.find(({ begins }) => begins === 'PlaceOrder'),
    );
    expect(undisturbed?.steps).toEqual({ median: 2, p99: 2, worst: 2 });
    expect(undisturbed?.ms.worst).toBe(0);
    expect(disturbed?.ms.worst).toBe(30_000);
  });

  it('says what is not ready for a durable mailbox', async () => {
    const report = await rehearsalReport(mutatedMessage.broken, { runs: 0 });
    expect(about(report, 'WriteInvoice')).toMatchObject({
      hasSchema: false,
      lostOnTheWire: ['items is a Set, and becomes a plain object'],
    });
    expect(about(money, 'noted')).toMatchObject({ hasSchema: true, lostOnTheWire: [] });
  });

  it('names the message types that the scenario never brings about', () => {
    expect(money.unseen).toEqual(['CloseAccount']);
  });

  it('says nothing of faults where a message comes from a timer only', () => {
    const { lost, twice, fails, crash } = about(mendedSaga, 'StillWaiting');
    expect([lost, twice, fails, crash]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it(
    'is the same for the same seed, byte for byte, as data and as a page',
    async () => {
      const again = await rehearsalReport(stuckSaga.broken, { seed: 42 });
      expect(JSON.stringify(again)).toBe(JSON.stringify(saga));
      expect(again.toMarkdown()).toBe(saga.toMarkdown());
    },
    PATIENCE_MS,
  );

  it('is written as a page that answers each question', () => {
    const page = money.toMarkdown();
    expect(page).toContain('| `Deposit`<br/>outside → counter | nothing notices | it ends otherwise |');
    for (const question of [
      'is lost?',
      'comes twice?',
      'handler fails?',
      'owns this state?',
      'durable mailbox?',
    ])
      expect(page).toMatch(new RegExp(`^## .*${question.replace('?', '\\?')}$`, 'm'));
    expect(page).toContain(
      '- `Account`: by `counter`, `machine`; the same place: `Account.cents by counter, machine`',
    );
    expect(page).toContain(
      'Given to more than one, and nothing of them can be seen: `Diary` (`counter`, `machine`).',
    );
    expect(page).toContain('The scenario never brings about: `CloseAccount`.');
  });

  it('meets as many messages of each type as it is told to, one of each way first', async () => {
    const one = await rehearsalReport(oversellRace.broken, { runs: 0, each: 1 });
    expect(about(one, 'BuyTicket').lost?.runs).toBe(1);
    const all = await rehearsalReport(oversellRace.broken, { runs: 0, each: 9 });
    expect(about(all, 'BuyTicket')).toMatchObject({ count: 3, lost: { runs: 3 }, twice: { runs: 6 } });
  });

  it('compares the fields of an actor, and runs no code of it', async () => {
    let asked = 0;
    @Actor({ name: 'vault' })
    class VaultActor {
      private cents = 0;

      get total(): number {
        asked += 1;
        return this.cents;
      }

      @Handle(Deposit)
      deposit({ cents }: Deposit): void {
        this.cents += cents;
      }
    }
    const report = await rehearsalReport(
      { app: { providers: [VaultActor] }, scenario: (kit) => kit.tell(new Deposit(5)) },
      { runs: 0 },
    );
    expect(about(report, 'Deposit').twice?.differs).toEqual(['vault.cents is 10 instead of 5']);
    expect(asked).toBe(0);
  });

  it('is not made of a plan that fails as it stands', async () => {
    const broken: RehearsalPlan = {
      ...bank,
      eventually: () => {
        throw new Error('the bank is closed');
      },
    };
    await expect(rehearsalReport(broken)).rejects.toThrow(RehearsalError);
    await expect(rehearsalReport(broken)).rejects.toThrow('the bank is closed');
  });

  it('is not made of what escapes control, but names it', async () => {
    @Actor({ name: 'counter' })
    class SleepyActor {
      @Handle(Deposit)
      async deposit(_message: Deposit): Promise<void> {
        await setTimeout(1);
      }
    }
    const report = rehearsalReport({
      app: { providers: [SleepyActor] },
      scenario: (kit) => kit.tell(new Deposit(1)),
    });
    await expect(report).rejects.toThrow(EscapedControlError);
    await expect(report).rejects.toThrow('SleepyActor.deposit waits for a real timer');
  });

  it.each([
    [{ runs: -1 }, 'runs'],
    [{ each: 0 }, 'each'],
  ])('refuses the options %j', async (options, path) => {
    await expect(rehearsalReport(bank, options)).rejects.toThrow(path);
  });

  it('may say nothing but what a test allows, and each breach is named', () => {
    const gate = (): unknown =>
      expectRehearsal(saga, {
        breaksWhenLost: ['ReserveStock', 'StockReserved'],
        unnoticedWhenLost: [],
        withoutSchema: ['ConfirmOrder', 'PlaceOrder', 'ReserveStock', 'StockReserved'],
        steps: { worst: 2 },
      });
    expect(gate).toThrow(RehearsalThresholdError);
    expect(gate).toThrow(
      [
        'ConfirmOrder: something breaks when it is lost (breaksWhenLost)',
        'PlaceOrder: nothing notices when it is lost (unnoticedWhenLost)',
        'a conversation that begins with PlaceOrder: worst of 3 steps, and 2 are allowed (steps.worst)',
      ].join('\n  - '),
    );
  });

  it.each([
    [{ breaksWhenTwice: [] }],
    [{ breaksOnFailure: [] }],
    [{ mutated: [] }],
    [{ lostOnTheWire: [] }],
    [{ brokenByOrder: [] }],
    [{ ms: { p99: 0 } }],
  ])('keeps within %j', (thresholds) => {
    expect(() => expectRehearsal(money, thresholds)).not.toThrow();
  });

  it.each([
    [{ differsWhenTwice: [] }, 'Deposit'],
    [{ notIdempotent: ['Deposit', 'Withdraw'] }, 'noted'],
    [{ stuckOnFailure: ['Deposit', 'noted'] }, 'Withdraw'],
    [{ withoutSchema: ['Deposit'] }, 'Withdraw'],
    [{ unseen: [] }, 'CloseAccount'],
    [{ sharedProviders: ['Account'] }, 'Diary'],
  ])('is more than %j allow', (thresholds, breach) => {
    expect(() => expectRehearsal(money, thresholds)).toThrow(`- ${breach}: `);
  });

  it('names the exceptions that nothing needs any more', () => {
    expect(
      expectRehearsal(money, { unseen: [CloseAccount, Deposit], sharedProviders: ['Account', 'Diary'] }),
    ).toEqual(['unseen: Deposit']);
  });

  it('is held by a matcher of the test runner, too', () => {
    expect.extend(rehearsalMatchers);
    expect(money).toMatchRehearsal({ unseen: ['CloseAccount'] });
    expect(() => expect(money).toMatchRehearsal({ unseen: [] })).toThrow(
      'CloseAccount: the scenario never brings it about',
    );
  });
});
