import fc from 'fast-check';
import { Address } from './address.js';

describe('Address', () => {
  it('is the text of an actor and, where it has one, of a key', () => {
    expect(String(new Address('order'))).toBe('mailbox://order');
    expect(String(new Address('order', 'order-42'))).toBe('mailbox://order/order-42');
    expect(String(new Address('order', ''))).toBe('mailbox://order/');
    expect(String(new Address('order', 'a/b c:d?e#f'))).toBe('mailbox://order/a%2Fb%20c%3Ad%3Fe%23f');
    expect(String(new Address('order', '\uD800'))).toBe('mailbox://order/%EF%BF%BD');
  });

  it('tells the actor from the text, whatever the key', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w.-]+$/),
        fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
        (name, key) => {
          expect(Address.actorOf(String(new Address(name, key)))).toBe(name);
        },
      ),
    );
  });

  it('is another text for another key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(String(new Address('a', one)) === String(new Address('a', other))).toBe(one === other);
      }),
    );
  });
});
