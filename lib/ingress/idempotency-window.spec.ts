import { ManualClock } from '../../test/universe.js';
import type { Arrival } from './arrival.js';
import { IdempotencyWindow } from './idempotency-window.js';

const arrival = (id: string | undefined, more: Partial<Arrival> = {}): Arrival => ({
  type: 'note',
  data: { n: 1 },
  at: [],
  source: '/test',
  id,
  ...more,
});
const accepted = (id: string) => ({ id, type: 'note', correlationId: id });

describe('IdempotencyWindow', () => {
  let clock: ManualClock;
  let window: IdempotencyWindow;

  beforeEach(() => {
    clock = new ManualClock();
    window = new IdempotencyWindow(2, 1_000, clock);
  });
  const remember = (...ids: string[]): void => ids.forEach((id) => window.note(arrival(id))(accepted(id)));
  const recall = (...ids: string[]): unknown[] => ids.map((id) => window.recall(arrival(id)));

  it('knows a message by source and id', () => {
    remember('a');
    expect(window.recall(arrival('a'))).toEqual(accepted('a'));
    expect(window.recall(arrival('a', { source: '/other' }))).toBe('new');
    expect(window.recall(arrival('b'))).toBe('new');
  });

  it.each([{ data: { n: 2 } }, { type: 'other' }, { subject: 'k' }])(
    'knows another message by %j',
    (more) => {
      remember('a');
      expect(window.recall(arrival('a', more))).toBe('mismatch');
    },
  );

  it('takes no notice of times and traces', () => {
    remember('a');
    expect(window.recall(arrival('a', { expiresAt: 1, headers: { traceparent: 'x' } }))).toEqual(
      accepted('a'),
    );
  });

  it('remembers a message as it came, whatever a handler has made of its data', () => {
    const data = { log: [] as string[] };
    const remember = window.note(arrival('a', { data }));
    data.log.push('seen');
    remember(accepted('a'));
    expect(window.recall(arrival('a', { data: { log: [] } }))).toEqual(accepted('a'));
    expect(window.recall(arrival('a', { data }))).toBe('mismatch');
  });

  it('keeps so many, the latest', () => {
    remember('a', 'b', 'c');
    expect(recall('a', 'b', 'c')).toEqual(['new', accepted('b'), accepted('c')]);
  });

  it('keeps them for so long', () => {
    remember('a');
    clock.advance(999);
    expect(recall('a')).toEqual([accepted('a')]);
    clock.advance(1);
    expect(recall('a')).toEqual(['new']);
  });

  it('has nothing to remember of a message without an id of its sender', () => {
    window.note(arrival(undefined))(accepted('r-1'));
    expect(window.recall(arrival(undefined))).toBe('new');
  });
});
