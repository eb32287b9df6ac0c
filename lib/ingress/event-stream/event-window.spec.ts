import { EventWindow } from './event-window.js';

const event = (bytes = 1) => ({ type: 'Happened', key: undefined, frame: Buffer.alloc(bytes) });

function windowOf(events: number, bytes: number, added: number, size = 1): EventWindow {
  const window = new EventWindow({ events, bytes }, 'w');
  for (let n = 0; n < added; n += 1) {
    window.add(event(size));
    while (window.overflows) window.dropFirst();
  }
  return window;
}

describe('EventWindow', () => {
  it('keeps the latest events, each at its position', () => {
    const window = windowOf(3, 100, 5);
    expect([window.first, window.next]).toEqual([3, 6]);
    expect([2, 3, 5, 6].map((position) => window.find(position) !== undefined)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('keeps no more bytes than it may, and the latest event in any case', () => {
    expect(windowOf(100, 10, 20, 3).first).toBe(18);
    expect(windowOf(100, 10, 20, 50).first).toBe(20);
  });

  it.each([
    ['what follows the id', 'w-3', { position: 4, isComplete: true }],
    ['all that it has, right after what it has dropped', 'w-2', { position: 3, isComplete: true }],
    ['nothing but what comes, after the latest', 'w-5', { position: 6, isComplete: true }],
    ['nothing but what comes, to who is new', undefined, { position: 6, isComplete: true }],
    ['all that it has, where some is gone', 'w-1', { position: 3, isComplete: false }],
    ['all that it has, to who comes from the future', 'w-6', { position: 3, isComplete: false }],
    ['all that it has, to who comes from another process', 'v-4', { position: 3, isComplete: false }],
    ['all that it has, to who talks nonsense', 'w-4x', { position: 3, isComplete: false }],
    ['all that it has, to who counts too far', `w-${'9'.repeat(400)}`, { position: 3, isComplete: false }],
  ])('gives %s', (_, id, resumption) => {
    expect(windowOf(3, 100, 5).resume(id)).toEqual(resumption);
  });

  it('knows the ids that it gives', () => {
    expect(windowOf(3, 100, 5).idOf(4)).toBe('w-4');
    expect(windowOf(3, 100, 0).resume('w-0')).toEqual({ position: 1, isComplete: true });
  });
});
