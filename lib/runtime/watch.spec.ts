import { ManualClock } from '../../test/universe.js';
import type { CellList } from './cell-list.js';
import { Watch, type Watched } from './watch.js';

class Member implements Watched<Member> {
  list: CellList<Member> | undefined = undefined;
  previous: Member | undefined = undefined;
  next: Member | undefined = undefined;
  isPending = true;

  constructor(
    readonly name: string,
    public dueAt: number,
    private readonly act: (member: Member) => void,
  ) {}

  overdue(): void {
    this.dueAt = Infinity;
    this.act(this);
  }
}

describe('Watch', () => {
  let clock: ManualClock;
  let watch: Watch<Member>;
  let overdue: string[];

  const member = (name: string, dueAt: number, act: () => void = () => {}): Member => {
    const made = new Member(name, dueAt, () => {
      overdue.push(name);
      act();
    });
    watch.add(made);
    return made;
  };

  beforeEach(() => {
    clock = new ManualClock();
    const epoch = clock.now();
    watch = new Watch<Member>({ clock, elapsed: () => clock.now() - epoch });
    overdue = [];
  });

  it('goes on with the others where one that is overdue ends another', () => {
    member('a', 10, () => {
      b.isPending = false;
      b.list?.remove(b);
    });
    const b = member('b', 20);
    member('c', 20);
    clock.advance(10);
    clock.advance(10);
    expect(overdue).toEqual(['a', 'c']);
    expect(watch.pending.map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('lets go of what has settled when it sweeps, and takes it back', () => {
    const a = member('a', 10);
    a.isPending = false;
    expect(watch.pending).toEqual([]);
    clock.advance(10);
    expect([overdue, a.list]).toEqual([[], undefined]);
    a.isPending = true;
    a.dueAt = 30;
    watch.add(a);
    clock.advance(20);
    expect(overdue).toEqual(['a']);
  });

  it('is empty as soon as nothing is pending, though what has settled is still in it', () => {
    const [a, b] = [member('a', 10), member('b', 10)];
    a.isPending = false;
    expect(watch.isEmpty).toBe(false);
    b.isPending = false;
    expect(watch.isEmpty).toBe(true);
  });
});
