import { matches } from './pattern.js';

class Money {
  constructor(readonly cents: number) {}
}

describe('matches', () => {
  it.each([
    ['some fields', { a: 1, b: 2 }, { a: 1 }, true],
    ['no field', { a: 1 }, {}, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['a field that is missing', { a: 1 }, { b: 1 }, false],
    ['a missing field that is to be undefined', { a: 1 }, { b: undefined }, true],
    ['some fields of an inner object', { a: { b: 1, c: 2 } }, { a: { c: 2 } }, true],
    ['an inner object that is null', { a: null }, { a: { c: 2 } }, false],
    ['a whole array', { a: [1, 2] }, { a: [1, 2] }, true],
    ['a part of an array', { a: [1, 2] }, { a: [1] }, false],
    ['an equal date', { a: new Date(5) }, { a: new Date(5) }, true],
    ['another date', { a: new Date(5) }, { a: new Date(6) }, false],
    ['an equal instance', { a: new Money(5) }, { a: new Money(5) }, true],
    ['an instance of another class', { a: { cents: 5 } }, { a: new Money(5) }, false],
    ['a matcher', { a: 'text' }, { a: expect.any(String) }, true],
    ['a matcher that does not match', { a: 5 }, { a: expect.any(String) }, false],
  ])('compares with %s', (_, value, pattern, outcome) => {
    expect(matches(value, pattern)).toBe(outcome);
  });
});
