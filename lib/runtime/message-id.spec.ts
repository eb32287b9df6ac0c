import { expect, it } from '@jest/globals';

import { MessageIds } from './message-id.js';

it.each([0, 1, 35, 36, 1_295, 1_296, 1_297, 46_655, 46_656, 2 ** 31, 2 ** 52])(
  'writes the number %d with the base 36, whichever it wrote before',
  (number) => {
    const ids = new MessageIds('here');
    const written = [number + 1_296, number, number, 7, number].map((id) => ids.format(id));
    expect(written).toEqual(
      [number + 1_296, number, number, 7, number].map((id) => `here-${id.toString(36)}`),
    );
  },
);

it('counts, writes what it has counted, and leaves the ids of senders as they are', () => {
  const ids = new MessageIds('here');
  expect([ids.next(), ids.next(), ids.format('order-42'), ids.format('')]).toEqual([1, 2, 'order-42', '']);
});
