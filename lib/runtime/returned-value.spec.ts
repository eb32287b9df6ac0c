import { of } from 'rxjs';
import { ReturnedValueError } from './returned-value.js';

class Answer {}

describe('ReturnedValueError', () => {
  const kinds: readonly (readonly [kind: string, value: unknown])[] = [
    ['null', null],
    ['number', NaN],
    ['string', 'text'],
    ['boolean', false],
    ['bigint', 0n],
    ['symbol', Symbol('s')],
    ['function', () => undefined],
    ['array', [1]],
    ['Object', {}],
    ['object', Object.create(null)],
    ['Answer', new Answer()],
    ['Map', new Map()],
    ['Date', new Date()],
    ['Observable', of(1)],
    ['Generator', (function* () {})()],
    ['AsyncGenerator', (async function* () {})()],
    ['Error', new Error('no')],
    ['object', Object.create({ constructor: undefined })],
    ['object', new Proxy({}, { getPrototypeOf: () => fail() })],
    ['Object', { constructor: Answer }],
    ['object', Object.create({ constructor: { name: 'more than a name' } })],
    ['object', Object.create({ [Symbol.toStringTag]: 'gold_8675309', constructor: undefined })],
    ['object', new (Object.defineProperty(class {}, 'name', { value: 'gold_8675309' }))()],
    ['object', new (class extends Answer {})()],
    ['Answer', new (Object.defineProperty(class Answer {}, 'name', { value: 'gold_8675309' }))()],
  ];
  for (const [kind, value] of kinds) {
    it(`calls it ${kind}, and does not show it`, () => {
      const error = new ReturnedValueError('OrderActor.place', value);
      expect(error).toMatchObject({ code: 'RETURNED_VALUE', handler: 'OrderActor.place', kind });
      expect(error.message).toBe(
        `OrderActor.place returned a value (${kind}); a handler returns nothing: tell or publish a message instead`,
      );
    });
  }
});

function fail(): never {
  throw new Error('no');
}
