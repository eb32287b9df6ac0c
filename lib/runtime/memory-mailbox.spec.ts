import { MemoryMailbox } from './memory-mailbox.js';

interface Note {
  readonly n: number;
}

const mailboxOf = (capacity: number): MemoryMailbox<Note> => new MemoryMailbox(capacity);

const offer = (mailbox: MemoryMailbox<Note>, n: number): string => mailbox.offer({ n });

const take = (mailbox: MemoryMailbox<Note>): number | undefined => mailbox.take()?.n;

describe('MemoryMailbox', () => {
  it('gives back what it was given, in that order', () => {
    const mailbox = mailboxOf(10);
    for (let n = 1; n <= 5; n += 1) expect(offer(mailbox, n)).toBe('accepted');
    expect([1, 2, 3, 4, 5, 6].map(() => take(mailbox))).toEqual([1, 2, 3, 4, 5, undefined]);
  });

  for (const capacity of [1, 2, 3, 5, 100, 1_000]) {
    it(`holds exactly ${capacity}`, () => {
      const mailbox = mailboxOf(capacity);
      for (let n = 0; n < capacity; n += 1) expect(offer(mailbox, n)).toBe('accepted');
      expect(offer(mailbox, -1)).toBe('full');
      expect(mailbox.size).toBe(capacity);
      expect(take(mailbox)).toBe(0);
      expect(offer(mailbox, capacity)).toBe('accepted');
      expect(offer(mailbox, -1)).toBe('full');
      for (let n = 1; n <= capacity; n += 1) expect(take(mailbox)).toBe(n);
      expect(mailbox.size).toBe(0);
    });
  }

  it('keeps the order from page to page, while it grows and shrinks', () => {
    const mailbox = mailboxOf(10_000);
    let told = 0;
    let taken = 0;
    for (const [more, less] of [
      [3, 2],
      [100, 50],
      [5_000, 5_000],
      [1, 30],
      [700, 690],
    ] as const) {
      for (let n = 0; n < more; n += 1) offer(mailbox, told++);
      for (let n = 0; n < less; n += 1) expect(take(mailbox)).toBe(taken++);
      expect(mailbox.size).toBe(told - taken);
      expect(mailbox.first?.n).toBe(mailbox.size === 0 ? undefined : taken);
    }
    while (taken < told) expect(take(mailbox)).toBe(taken++);
    expect(mailbox.size).toBe(0);
  });

  it('keeps the order of a million messages at full capacity', () => {
    const mailbox = mailboxOf(128);
    let taken = 0;
    for (let n = 0; n < 1_000_000; n += 1) {
      const note = { n };
      if (mailbox.offer(note) === 'accepted') continue;
      const first = mailbox.take();
      if (first?.n !== taken++) throw new Error(`${first?.n} came after ${taken - 2}`);
      mailbox.offer(note);
    }
    expect(taken).toBe(1_000_000 - 128);
  });
});
