import { freezeMessage } from './freeze.js';
import { actor, handle, Universe } from '../../test/universe.js';

class Line {
  sku = 'a';
}
class Order {
  readonly lines = [{ sku: 'a', options: { gift: true } }];
  readonly nothing = null;
  readonly date = new Date(0);
  readonly bytes = Buffer.from('bytes');
  readonly numbers = new Uint8Array(2);
  readonly byName = new Map([['a', { n: 1 }]]);
  readonly names = new Set(['a']);
  readonly line = new Line();
  readonly bare = Object.assign(Object.create(null) as object, { inner: { n: 1 } });
}

const raise = (text: string): never => {
  throw new Error(text);
};

describe('freezeMessage', () => {
  it('freezes the message, and plain objects and arrays in it, recursively', () => {
    const order = new Order();
    freezeMessage(order);
    expect(Object.isFrozen(order)).toBe(true);
    expect(Object.isFrozen(order.lines)).toBe(true);
    expect(Object.isFrozen(order.lines[0])).toBe(true);
    expect(Object.isFrozen(order.lines[0]?.options)).toBe(true);
    expect(Object.isFrozen(order.bare)).toBe(true);
    expect(Object.isFrozen((order.bare as { inner: object }).inner)).toBe(true);
  });

  it('freezes what lies under a symbol, or is not enumerable', () => {
    const box = Symbol('box');
    const message = Object.defineProperty({ [box]: [[]] }, 'list', { value: [{}] });
    freezeMessage(message);
    const list = (message as unknown as { list: object[] }).list;
    expect([message[box], message[box][0], list, list[0]].map((one) => Object.isFrozen(one))).toEqual(
      Array(4).fill(true),
    );
  });

  it('freezes the same in an array', () => {
    const box = Symbol('box');
    const list = Object.defineProperty(Object.assign([1], { [box]: {}, named: {} }), 'hidden', {
      value: [{}],
    });
    freezeMessage({ list });
    const { [box]: inBox, named, hidden } = list as unknown as Record<symbol | string, object[]>;
    expect([list, inBox, named, hidden, hidden?.[0]].map((one) => Object.isFrozen(one))).toEqual(
      Array(5).fill(true),
    );
  });

  it('asks no getter', () => {
    let reads = 0;
    const getter = { enumerable: true, get: () => (reads += 1) };
    const list = Object.defineProperty([1, 2], 0, getter);
    const message = Object.defineProperty({ list }, 'first', getter);
    freezeMessage(message);
    expect(reads).toBe(0);
  });

  it('freezes what lay in a message that could not be frozen', () => {
    const box: string[] = [];
    const unfit = new Proxy({}, { ownKeys: () => raise('no') });
    expect(() => freezeMessage({ box, unfit })).toThrow('no');
    freezeMessage({ box: [box] });
    const inner = { box };
    freezeMessage({ inner });
    expect([box, inner].map((one) => Object.isFrozen(one))).toEqual([true, true]);
  });

  it('leaves buffers, dates, maps and other class instances alone', () => {
    const order = new Order();
    freezeMessage(order);
    for (const value of [order.date, order.bytes, order.numbers, order.byName, order.names, order.line])
      expect(Object.isFrozen(value)).toBe(false);
    expect(Object.isFrozen(order.byName.get('a'))).toBe(false);
    order.bytes[0] = 0;
    order.line.sku = 'b';
  });

  it('bears a circle', () => {
    const node: { self?: object; list: object[] } = { list: [] };
    node.self = node;
    node.list.push(node.list, node);
    freezeMessage(node);
    expect(Object.isFrozen(node.list)).toBe(true);
  });

  it('freezes what lies in something that was frozen before', () => {
    const inner = { n: 1 };
    const message = { outer: Object.freeze({ inner }) };
    freezeMessage(message);
    expect(Object.isFrozen(inner)).toBe(true);
    const deep = { n: 1 };
    freezeMessage(Object.freeze({ deep }));
    expect(Object.isFrozen(deep)).toBe(true);
  });

  it('goes as deep as a parser does', () => {
    let nested: object = {};
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    expect(() => freezeMessage({ nested })).not.toThrow();
  });
});

describe('the option freeze', () => {
  const isFrozen = async (freeze?: 'development' | 'always' | 'off'): Promise<boolean> => {
    const universe = await Universe.of(
      actor('scribe', [handle(Order, () => undefined)]),
      freeze === undefined ? {} : { freeze },
    );
    const order = new Order();
    universe.runtime.tell(order);
    await universe.quiet();
    return Object.isFrozen(order);
  };

  it('is on in development only, unless it says always or off', async () => {
    const before = process.env['NODE_ENV'];
    try {
      expect(await isFrozen()).toBe(true);
      expect(await isFrozen('off')).toBe(false);
      process.env['NODE_ENV'] = 'production';
      expect(await isFrozen()).toBe(false);
      expect(await isFrozen('always')).toBe(true);
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });

  it('makes a handler that changes its message fail, and changes nothing', async () => {
    const universe = await Universe.of(
      actor('scribe', [
        handle(Order, (order) => {
          order.lines[0] = { sku: 'b', options: { gift: false } };
        }),
      ]),
    );
    const order = new Order();
    universe.runtime.tell(order);
    await universe.quiet();
    expect(universe.reasons).toEqual(['handler-failed']);
    expect(order.lines[0]?.sku).toBe('a');
  });
});
