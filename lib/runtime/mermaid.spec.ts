import { mermaidText } from './mermaid.js';

describe('mermaidText', () => {
  it('leaves words, numbers and what separates them', () => {
    expect(mermaidText('order/o-1 → orders.place-order ×2, größer')).toBe(
      'order/o-1 → orders.place-order ×2, größer',
    );
  });

  it('makes entities of what Mermaid would read', () => {
    expect(mermaidText('a;b#c"d"<e>%%[f]{g}|h|&`i`@$\\')).not.toMatch(/["<>[\]{}|&`@$\\%]|#(?!\d+;)/);
    expect(mermaidText('#1')).toBe('#35;1');
    expect(mermaidText('😀')).toBe('#128512;');
  });

  it('keeps to one line', () => {
    expect(mermaidText('a\n  b\r\nc')).toBe('a b c');
  });
});
