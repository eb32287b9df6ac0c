import type { CellArguments } from './cell-arguments.js';
import { processorsToHoldOn } from './processors.js';
import { idOf, Results } from './results.js';
import { run } from './run.js';
import { UnhinderedRuns } from './unhindered-runs.js';
import type { Section } from './section.js';

function isWanted([section, ...details]: CellArguments, names: readonly string[]): boolean {
  return (
    names.length === 0 || names.some((name) => section === name || details[0]?.startsWith(name) === true)
  );
}

function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

/** Every cell once in each round, each time in a fresh process: A B C, A B C … so that a slow minute is everybody's. */
export async function playRounds(
  sections: readonly Section[],
  rounds: number,
  names: readonly string[],
): Promise<Results> {
  const results = new Results();
  const all = sections.map((section) => ({
    section,
    cells: section.cells.filter((cell) => isWanted(cell, names)),
  }));
  const total = all.flatMap(({ cells }) => cells).length * rounds;
  const unhindered = await UnhinderedRuns.begin(run, processorsToHoldOn());
  let done = 0;
  for (const { section, cells } of all) {
    for (let round = 1; round <= rounds; round += 1) {
      for (const cell of cells) {
        done += 1;
        progress(`[${done}/${total}] round ${round}: ${idOf(cell)}`);
        if (results.hasFailed(cell)) continue;
        try {
          const { measures, isHindered } = await unhindered.measure(cell, section.isHeld?.(cell) === true);
          results.record(cell, measures, isHindered);
        } catch (error) {
          results.fail(cell, (error as Error).message);
          progress(`${idOf(cell)} failed: ${(error as Error).message}\n`);
        }
      }
    }
  }
  progress('');
  return results;
}

/** The cells of one section and one contestant together. */
function grouped(cells: readonly CellArguments[]): CellArguments[][] {
  const groups = new Map<string, CellArguments[]>();
  for (const cell of cells) {
    const [section, , contestant = ''] = cell;
    const name = `${section} ${contestant}`;
    groups.set(name, [...(groups.get(name) ?? []), cell]);
  }
  return [...groups.values()];
}

/** How many processes try cells out at a time. */
const TRIED_AT_ONCE = 2;

/** Every cell once, all but for nothing, those of one contestant in one process: for breakage only. Answers the exit code. */
export async function tryEverything(sections: readonly Section[]): Promise<number> {
  const cells = sections.flatMap((section) => section.cells);
  const groups = grouped(cells);
  let passed = 0;
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      try {
        const { found } = await run({ cells: group, isTiny: true, slowestMs: null, mayDecline: false });
        passed += found.length;
      } catch (error) {
        failures.push(`${group.map(idOf).join(', ')}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: TRIED_AT_ONCE }, work));
  for (const failure of failures) console.log(`failed: ${failure}`);
  const failed = cells.length - passed;
  // In Jest's words, because CI adds this line to those of the tests.
  console.log(
    `Tests:       ${failed > 0 ? `${failed} failed, ` : ''}${passed} passed, ${cells.length} total`,
  );
  return failed === 0 ? 0 : 1;
}
