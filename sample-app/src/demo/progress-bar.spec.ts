import { ProgressBar } from './progress-bar.js';

function drawn(isTTY: boolean): string[] {
  const texts: string[] = [];
  const bar = new ProgressBar(100, { isTTY, write: (text) => texts.push(text) });
  for (let done = 0; done <= 100; done += 1) bar.show(done);
  return texts;
}

describe('ProgressBar', () => {
  it('is drawn over itself on a terminal', () => {
    const texts = drawn(true);
    expect(texts).toHaveLength(101);
    expect(texts.every((text) => text.startsWith('\r'))).toBe(true);
    expect(texts.at(-1)).toBe(`\r[${'#'.repeat(40)}] 100/100 orders\n`);
  });

  it('is a line every quarter elsewhere', () => {
    expect(drawn(false)).toEqual([
      `[${'.'.repeat(40)}] 0/100 orders\n`,
      `[${'#'.repeat(10)}${'.'.repeat(30)}] 25/100 orders\n`,
      `[${'#'.repeat(20)}${'.'.repeat(20)}] 50/100 orders\n`,
      `[${'#'.repeat(30)}${'.'.repeat(10)}] 75/100 orders\n`,
      `[${'#'.repeat(40)}] 100/100 orders\n`,
    ]);
  });
});
