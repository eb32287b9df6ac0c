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
  const remember = (...ids: string[]): void =>
    ids.forEach((id) => window.note(arrival(id))(Promise.resolve(accepted(id))));
  const recall = (...ids: string[]): Promise<unknown[]> =>
    Promise.all(ids.map(async (id) => window.recall(arrival(id))));

  it('knows a message by source and id', async () => {
    remember('a');
    expect(await window.recall(arrival('a'))).toEqual(accepted('a'));
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

  it('takes no notice of times and traces', async () => {
    remember('a');
    expect(await window.recall(arrival('a', { expiresAt: 1, headers: { traceparent: 'x' } }))).toEqual(
      accepted('a'),
    );
  });

  it('remembers a message as it came, whatever a handler has made of its data', async () => {
    const data = { log: [] as string[] };
    const remember = window.note(arrival('a', { data }));
    data.log.push('seen');
    remember(Promise.resolve(accepted('a')));
    expect(await window.recall(arrival('a', { data: { log: [] } }))).toEqual(accepted('a'));
    expect(window.recall(arrival('a', { data }))).toBe('mismatch');
  });

  it('knows a message before it is said what becomes of it', async () => {
    let accept: (outcome: ReturnType<typeof accepted>) => void = () => {};
    window.note(arrival('a'))(new Promise((resolve) => (accept = resolve)));
    const recalled = window.recall(arrival('a'));
    expect(window.recall(arrival('a', { data: {} }))).toBe('mismatch');
    accept(accepted('a'));
    expect(await recalled).toEqual(accepted('a'));
  });

  it('forgets what is refused, and nothing else', async () => {
    const full = new Error('full');
    window.note(arrival('a'))(Promise.reject(full));
    await expect(window.recall(arrival('a'))).rejects.toBe(full);
    expect(window.recall(arrival('a'))).toBe('new');
    let refuse: (error: Error) => void = () => {};
    window.note(arrival('a'))(new Promise((_, reject) => (refuse = reject)));
    remember('a');
    refuse(full);
    expect(await recall('a')).toEqual([accepted('a')]);
  });

  it('keeps so many, the latest', async () => {
    remember('a', 'b', 'c');
    expect(await recall('a', 'b', 'c')).toEqual(['new', accepted('b'), accepted('c')]);
  });

  it('keeps them for so long', async () => {
    remember('a');
    clock.advance(999);
    expect(await recall('a')).toEqual([accepted('a')]);
    clock.advance(1);
    expect(await recall('a')).toEqual(['new']);
  });

  it('has nothing to remember of a message without an id of its sender', () => {
    window.note(arrival(undefined))(Promise.resolve(accepted('r-1')));
    expect(window.recall(arrival(undefined))).toBe('new');
  });
});
