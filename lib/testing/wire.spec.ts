import { z } from 'zod';
import { defineMessage } from '../runtime/index.js';
import { lostOnTheWire } from './wire.js';

class Plain {
  constructor(readonly value: unknown) {}
}

class Money {
  constructor(readonly cents: number) {}
}

class Dated extends defineMessage('dated', z.object({ at: z.coerce.date() })) {}
class Strict extends defineMessage('strict', z.object({ at: z.date() })) {}
class Tripled extends defineMessage('tripled', z.object({ n: z.number().transform((n) => n * 3) })) {}

describe('What is lost on the wire', () => {
  it.each([[1], ['text'], [true], [null], [undefined], [['a', { b: [2] }]], [{ optional: undefined }]])(
    'is nothing of %j',
    (value) => {
      expect(lostOnTheWire(new Plain(value))).toEqual([]);
    },
  );

  it.each([
    [new Date(0), 'value is a Date, and becomes text'],
    [new Map([[1, 2]]), 'value is a Map, and becomes a plain object'],
    [{ price: new Money(1) }, 'value.price is a Money, and becomes a plain object'],
    [[1, () => {}], 'value[1] is a function, and is left out'],
    [[undefined], 'value[0] is undefined, and becomes null'],
    [NaN, 'value is NaN, and becomes null'],
    [1n, 'it cannot be written: Do not know how to serialize a BigInt'],
  ])('is said of %p', (value, line) => {
    expect(lostOnTheWire(new Plain(value))).toEqual([line]);
  });

  it('is said of a cycle', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(lostOnTheWire(new Plain(cycle))[0]).toMatch(/^it cannot be written: .*circular/);
  });

  it('is nothing where a schema reads what JSON has written', () => {
    expect(lostOnTheWire(new Dated({ at: new Date(5) }))).toEqual([]);
  });

  it('is said where a schema does not read it, or reads something else', () => {
    expect(lostOnTheWire(new Strict({ at: new Date(5) }))).toEqual(['at is a Date, and becomes text']);
    expect(lostOnTheWire(new Tripled({ n: 2 }))).toEqual([
      'its schema reads something else than what was written',
    ]);
  });
});
