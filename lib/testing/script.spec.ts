import { parseScript, PLAIN, playing, scriptText, trimmed } from './script.js';
import { UNTIL_QUIET } from './test-scheduler.js';

const script = {
  faults: [
    { kind: 'drop', amount: 0, type: 'StockReserved', from: 'stock/book', to: 'order/o-1', nth: 1 },
    { kind: 'delay', amount: 500, type: 'orders.place', from: 'outside', to: 'order/o%202', nth: 3 },
  ] as const,
  turns: [
    { index: 0, pause: UNTIL_QUIET },
    { index: 1, pause: 0 },
    { index: 2, pause: UNTIL_QUIET },
  ],
  without: [2, 5],
};
const text =
  'drop StockReserved from stock/book to order/o-1; delay:500 orders.place#3 from outside to order/o%202; turns 0 1+0 2; without 2 5';

describe('A script', () => {
  it('is written in one line, and read again', () => {
    expect(scriptText(script)).toBe(text);
    expect(parseScript(text)).toEqual(script);
  });

  it('says nothing when nothing is special', () => {
    const plain = { ...PLAIN, turns: [{ index: 0, pause: UNTIL_QUIET }] };
    expect(scriptText(plain)).toBe('');
    expect(parseScript('')).toEqual(PLAIN);
    expect(trimmed(plain.turns)).toEqual([]);
  });

  it.each(['explode X from a to b', 'drop X', 'anything'])('does not read %j', (line) => {
    expect(() => parseScript(line)).toThrow('replay');
  });

  it('plays its turns, and plain ones behind them', () => {
    const next = playing([{ index: 5, pause: 1 }]);
    expect(next(['a', 'b'])).toEqual({ index: 1, pause: 1 });
    expect(next(['a', 'b'])).toEqual({ index: 0, pause: UNTIL_QUIET });
  });
});
