import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import {
  EscapedControlError,
  NotRepeatableError,
  rehearsalReport,
  type RehearsalPlan,
  rehearse,
} from 'nestjs-mailbox/testing';
import { directed, run } from '../../lib/testing/rehearsal-run.js';
import { explored } from '../../lib/testing/rehearse.js';
import { parseScript, PLAIN, scriptText } from '../../lib/testing/script.js';
import { lateSuccess } from './late-success.js';

const FAULTS = { drop: 0.05, duplicate: 0.05, delay: 0.1, reorder: 0.1, fail: 0.05, crash: 0.03 };

/** Hundreds of applications are made, and the machine may have other work. */
const PATIENCE_MS = 120_000;

const RUNS = 1_000;

/** Each is run as often as the others. */
const SEEDS = 20;

async function inTurn(count: number, make: (index: number) => Promise<string>): Promise<readonly string[]> {
  const made: string[] = [];
  for (let index = 1; index <= count; index += 1) made.push(await make(index));
  return made;
}

class Go {}

describe('A rehearsal', () => {
  it(
    'has the same trace for the same seed, byte for byte, in 1,000 runs',
    async () => {
      const traceOf = async (index: number): Promise<string> => {
        const { text, script } = await run(lateSuccess.mended, explored(7, index, FAULTS));
        return `${text}\n${scriptText(script)}`;
      };
      const first = await inTurn(SEEDS, traceOf);
      expect(new Set(first).size).toBeGreaterThan(SEEDS / 2); // they differ, so that it means something
      for (let round = 2; round <= RUNS / SEEDS; round += 1)
        expect(await inTurn(SEEDS, traceOf)).toEqual(first);
    },
    PATIENCE_MS,
  );

  it(
    'plays a script again as it was recorded',
    async () => {
      for (let index = 1; index <= 10; index += 1) {
        const recorded = await run(lateSuccess.mended, explored(3, index, FAULTS));
        const again = await run(lateSuccess.mended, directed(parseScript(scriptText(recorded.script))));
        expect(again.text).toBe(recorded.text);
      }
    },
    PATIENCE_MS,
  );

  it('names what escapes its control, instead of being flaky', async () => {
    @Actor()
    class HastyActor {
      @Handle(Go)
      async go(_message: Go): Promise<void> {
        await setTimeout(1);
      }
    }
    const rehearsal = rehearse({ app: { providers: [HastyActor] }, scenario: (kit) => kit.tell(new Go()) });
    await expect(rehearsal).rejects.toThrow(EscapedControlError);
    await expect(rehearsal).rejects.toThrow('HastyActor.go waits for a real timer');
  });

  it('notices when a run depends on more than its seed', async () => {
    let runs = 0;
    class Count {
      constructor(readonly n: number) {}
    }
    @Actor()
    class CountingActor {
      @Handle(Count)
      count(_message: Count): void {}
    }
    const rehearsal = rehearse({
      app: { providers: [CountingActor] },
      scenario: (kit) => kit.tell(new Count((runs += 1))),
    });
    await expect(rehearsal).rejects.toThrow(NotRepeatableError);
    await expect(rehearsal).rejects.toThrow(/first: .*n: 1.*\n.*second: .*n: 2/);
  });

  it('says first that a scenario fails as it stands', async () => {
    @Injectable()
    class Book {
      readonly isClosed = true;
    }
    const rehearsal = rehearse({
      app: { providers: [Book] },
      scenario: () => {},
      eventually: (kit) => {
        if (kit.get(Book).isClosed) throw new Error('the book is closed');
      },
    });
    await expect(rehearsal).rejects.toThrow('this fails as it stands');
  });

  it('says first that a handler returns a value, and also where it takes a fault', async () => {
    const returning = (returns: (count: number) => boolean): RehearsalPlan => {
      @Actor({ name: 'returning' })
      class ReturningActor {
        #count = 0;

        @Handle(Go)
        go(): void {
          this.#count += 1;
          if (returns(this.#count)) return 'done' as unknown as void;
        }
      }
      return { app: { providers: [ReturningActor] }, scenario: (kit) => kit.tell(new Go()) };
    };
    const always = returning(() => true);
    await expect(rehearse(always)).rejects.toThrow('ReturningActor.go returned a value (string)');
    await expect(rehearse(always)).rejects.toThrow('this fails as it stands');
    await expect(rehearsalReport(always)).rejects.toThrow('ReturningActor.go returned a value (string)');
    const atTheSecond = returning((count) => count === 2);
    await expect(rehearse(atTheSecond)).resolves.toMatchObject({ runs: 100 });
    const twice = rehearse(atTheSecond, { faults: { duplicate: 1 } });
    await expect(twice).rejects.toThrow(
      /returned a value \(string\).*replay: "duplicate:1 Go from outside to returning/s,
    );
    const report = await rehearsalReport(atTheSecond, { runs: 0 });
    expect(report.messages).toMatchObject([{ twice: { verdict: 'breaks' } }]);
  });

  it.each([
    [{ runs: 0 }, 'runs'],
    [{ faults: { drop: 2 } }, 'faults.drop'],
    [{ faults: { drop: 0.6, crash: 0.6 } }, 'faults'],
    [{ faults: { explode: 0.1 } as {} }, 'faults.explode'],
    [{ replay: 'anything' }, 'replay'],
  ])('refuses the options %j', async (options, path) => {
    await expect(rehearse({ app: {}, scenario: () => {} }, options)).rejects.toThrow(path);
  });

  it(
    'tells how often each fault has struck',
    async () => {
      const { runs, struck } = await rehearse(lateSuccess.mended, { runs: 8, faults: { delay: 0.5 } });
      expect(runs).toBe(8);
      expect(struck['PaymentTaken']?.delay).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it('plays the plain script in order', async () => {
    const { failure, script } = await run(lateSuccess.broken, directed(PLAIN));
    expect(failure).toBeUndefined();
    expect(scriptText(script)).toBe('');
  });
});
