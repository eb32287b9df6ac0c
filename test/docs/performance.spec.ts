import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPage } from './pages.js';
import { repository } from './snippets.js';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** What the bench has written into the page, and what it has written beside its sources. */
const page = readPage('docs/performance.md');
const figures = page.slice(
  page.indexOf('<!-- figures -->') + '<!-- figures -->'.length,
  page.indexOf('<!-- /figures -->'),
);
const results = read('bench/results.md').split('\n\n').slice(2).join('\n\n');

/** The first table's cells, by row and column. */
function nanoseconds(): Map<string, Map<string, string>> {
  const [, after = ''] = figures.split('### Nanoseconds a message');
  const lines = after.split('\n').filter((line) => line.startsWith('|'));
  const end = lines.findIndex((line, at) => at > 0 && line.startsWith('|  |'));
  const [head, , ...rows] = (end < 0 ? lines : lines.slice(0, end)).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return new Map(
    rows.map(([row = '', ...cells]) => [row, new Map(cells.map((cell, at) => [head?.[at + 1] ?? '', cell]))]),
  );
}

describe('docs/performance.md', () => {
  it('shows what the bench has measured, and nothing else', () => {
    expect(figures.trim()).toBe(results.trim());
    expect(figures).toContain('| count, sync |');
  });

  it('shows it in a chart as well', () => {
    expect(page).toContain('](performance.svg)');
    expect(existsSync(join(repository, 'docs/performance.svg'))).toBe(true);
    const drawn = [...read('docs/performance.svg').matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(
      ([, text = '']) => text,
    );
    const table = nanoseconds();
    const count = table.get('count, sync') ?? new Map<string, string>();
    expect(count.size).toBeGreaterThan(10);
    for (const cell of count.values()) expect(drawn).toContain(cell.replace(/ [~†‡].*$/, ''));
  });
});
