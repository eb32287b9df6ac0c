import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPage } from './docs/pages.js';
import { titlesIn } from './titles.js';

const folder = join(import.meta.dirname, 'guarantees');
const page = readPage('docs/guarantees.md');

/** What the page promises: the number and the words of each guarantee. */
const promised = Array.from(page.matchAll(/^- \*\*(G\d+)\*\* (.*?)(?=\n- |\n\n)/gms), ([, id, words]) =>
  `${id} ${words}`.replaceAll(/\s+/g, ' '),
);

/** What the tests say that they show: the first two arguments of each `guarantee(…)`. */
const shown = readdirSync(folder)
  .filter((file) => file.endsWith('.spec.ts'))
  .flatMap((file) => titlesIn(join(folder, file), 'guarantee'));

function numberOf(guarantee: string): number {
  return Number(/^G(\d+)/.exec(guarantee)?.[1]);
}

describe('docs/guarantees.md', () => {
  it('has G1 to G28', () => {
    expect(promised.map(numberOf)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
  });

  it('is shown word for word, each guarantee once', () => {
    expect(shown.toSorted((one, other) => numberOf(one) - numberOf(other))).toEqual(promised);
  });
});
