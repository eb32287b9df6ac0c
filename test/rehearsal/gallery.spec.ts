import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalError, rehearse, type RehearsalPlan } from 'nestjs-mailbox/testing';
import { doubleCharge } from './double-charge.js';
import type { Exhibit } from './exhibit.js';
import { lateSuccess } from './late-success.js';
import { lostCompensation } from './lost-compensation.js';
import { lostUpdate } from './lost-update.js';
import { mutatedMessage } from './mutated-message.js';
import { orderDependentProjection } from './order-dependent-projection.js';
import { oversellRace } from './oversell-race.js';
import { stuckSaga } from './stuck-saga.js';

const GALLERY: readonly Exhibit[] = [
  oversellRace,
  lostCompensation,
  doubleCharge,
  stuckSaga,
  mutatedMessage,
  orderDependentProjection,
  lostUpdate,
  lateSuccess,
];

/** Nothing here waits for time; but hundreds of applications are made, and the machine may have other work. */
const PATIENCE_MS = 120_000;

const FINDINGS = join(import.meta.dirname, 'findings');

/** The finding as it was printed when a person last read it. `REWRITE_FINDINGS=1` prints all of them anew. */
function printed(title: string, found: string): string {
  const file = join(FINDINGS, `${title.replaceAll(' ', '-')}.txt`);
  if (process.env['REWRITE_FINDINGS'] === '1') {
    mkdirSync(FINDINGS, { recursive: true });
    writeFileSync(file, `${found}\n`);
  }
  return readFileSync(file, 'utf8').trimEnd();
}

async function failureOf(rehearsal: Promise<unknown>): Promise<RehearsalError> {
  const outcome: unknown = await rehearsal.catch((error: unknown) => error);
  if (outcome instanceof RehearsalError) return outcome;
  throw outcome instanceof Error ? outcome : new Error('nothing was found');
}

/** Does what the last line of a finding says. */
function replay(line: string, plan: RehearsalPlan): Promise<unknown> {
  const code = line.replace(/^To see it again: await /, 'return ').replace(/;$/, '');
  // oxlint-disable-next-line typescript/no-implied-eval -- what is printed is what is tested, letter by letter
  const play = new Function('rehearse', 'plan', code) as (...args: unknown[]) => Promise<unknown>;
  return play(rehearse, plan);
}

describe.each(GALLERY)('The gallery: $title', ({ title, broken, mended, faults }) => {
  let found: RehearsalError;

  beforeAll(async () => {
    found = await failureOf(rehearse(broken, { runs: 200, seed: 42, faults }));
  }, PATIENCE_MS);

  it('is found within 200 runs, and shrunk to at most five messages and one fault', () => {
    expect(found.messages).toBeLessThanOrEqual(5);
    expect(found.faults.length).toBeLessThanOrEqual(1);
  });

  it('is told in these words', () => {
    expect(found.message).toBe(printed(title, found.message));
  });

  it(
    'fails in the same way when its last line is executed',
    async () => {
      const again = await failureOf(replay(found.message.split('\n').at(-1) ?? '', broken));
      const body = ({ message }: RehearsalError): string => message.split('\n').slice(0, -2).join('\n');
      expect(body(again)).toBe(body(found));
      expect(again.replay).toBe(found.replay);
    },
    PATIENCE_MS,
  );

  it(
    'is gone when the design is mended',
    async () => {
      await rehearse(mended, { runs: 30, seed: 42, faults });
      await rehearse(mended, { replay: found.replay });
    },
    PATIENCE_MS,
  );
});
