import { ReadyQueue } from './ready-queue.js';

class Member {
  nextReady: Member | undefined = undefined;

  constructor(readonly name: string) {}
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => new Member(name)) as [Member, Member, Member, Member];

describe('a queue of what is ready', () => {
  let queue: ReadyQueue<Member>;

  beforeEach(() => {
    queue = new ReadyQueue();
  });

  const join = (...members: Member[]): void => {
    for (const member of members) queue.push(member);
  };
  const leave = (): string | undefined => queue.shift()?.name;
  /** At most ten: a queue that is broken may go round in a circle. */
  const waiting = (): string => {
    let names = '';
    for (const { name } of queue) if ((names += name).length === 10) break;
    return names;
  };

  afterEach(() => {
    for (const member of [a, b, c, d]) member.nextReady = undefined;
  });

  it('lets its members go in the order in which they joined', () => {
    join(a, b, c);
    expect(waiting()).toBe('abc');
    expect([leave(), leave(), leave(), leave()]).toEqual(['a', 'b', 'c', undefined]);
  });

  it('takes one behind a lone one that has joined first, or is what is left of more', () => {
    join(a, b);
    expect(leave()).toBe('a');
    join(c, d);
    expect(waiting()).toBe('bcd');
  });

  it('begins anew after it was empty, however many it had held', () => {
    join(a, b);
    expect([leave(), leave()]).toEqual(['a', 'b']);
    join(c, d);
    expect(waiting()).toBe('cd');
  });

  it('takes one again that has left it, also at once', () => {
    join(a, b);
    queue.push(queue.shift() as Member);
    expect(waiting()).toBe('ba');
    expect([leave(), leave()]).toEqual(['b', 'a']);
    expect(waiting()).toBe('');
  });

  it('knows its first', () => {
    expect(queue.first).toBeUndefined();
    join(b, a);
    expect(queue.first).toBe(b);
  });
});
