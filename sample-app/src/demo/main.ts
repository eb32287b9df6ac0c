import { readArguments } from './arguments.js';
import { runDemo } from './demo.js';
import { reconcile } from './reconciliation.js';
import { describe } from './report.js';

try {
  const given = readArguments(process.argv.slice(2), process.env);
  const planted = given.fault === 'none' ? '' : `, with a planted fault: ${given.fault}`;
  console.log(`${given.orders} orders, seed ${given.seed}${planted}\n`);
  const outcome = await runDemo(given, process.stdout);
  console.log(`\n${describe(outcome)}\n`);
  const findings = reconcile(outcome);
  if (findings.length === 0) {
    console.log('All orders ended, nothing was oversold, and both books agree with the orders.');
  } else {
    console.error(['THE BOOKS DO NOT AGREE:', ...findings].join('\n  '));
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
