import { parseArgs } from 'node:util';

import { describeMachine } from './machine.js';
import { playRounds, tryEverything } from './rounds.js';
import { renderReport, writeReport } from './report/report.js';
import { allSections } from './sections.js';

const ROUNDS = 5;

/** `npm run bench -- [names] [--rounds 9] [--tiny]`: all of it, or the workloads and sections whose names begin so. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: String(ROUNDS) }, tiny: { type: 'boolean', default: false } },
});
const { sections, libraries } = await allSections();

if (values.tiny) process.exitCode = await tryEverything(sections);
else {
  const rounds = Number(values.rounds);
  const results = await playRounds(sections, rounds, positionals);
  const machine = describeMachine(rounds, libraries, results);
  const report = renderReport(sections, results, machine);
  if (positionals.length === 0 && results.failures.length === 0) writeReport(report, sections, results);
  console.log(report);
  process.exitCode = results.failures.length === 0 ? 0 : 1;
}
