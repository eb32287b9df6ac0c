import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Results } from '../results.js';
import type { Section } from '../section.js';
import { drawChart } from './chart.js';
import { renderTargets } from './targets.js';

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Between these the page of the docs holds what the bench has found; the bench writes it there. */
const BEGIN = '<!-- figures -->';
const END = '<!-- /figures -->';

/** All that was measured, for whoever runs the bench. */
export function renderReport(sections: readonly Section[], results: Results, machine: string): string {
  const shown = sections.filter(({ cells }) => cells.some((cell) => results.has(cell)));
  return [
    machine,
    ...shown.map((section) => section.render(results)),
    renderTargets(sections.flatMap((section) => section.targets(results))),
    ...(results.failures.length === 0
      ? []
      : ['### Failed', results.failures.map((line) => `- ${line}`).join('\n')]),
    '',
  ].join('\n\n');
}

/** Writes the report to `bench/results.md`, and with its chart into `docs/`. */
export function writeReport(report: string, sections: readonly Section[], results: Results): void {
  writeFileSync(
    inRepository('bench/results.md'),
    `# Results\n\nWritten by \`npm run bench\`.\n\n${report.trim()}\n`,
  );
  writeFileSync(inRepository('docs/performance.svg'), drawChart(sections, results));
  const page = inRepository('docs/performance.md');
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${page} has lost its markers`);
  writeFileSync(page, `${text.slice(0, before)}${BEGIN}\n\n${report.trim()}\n\n${text.slice(after)}`);
}
