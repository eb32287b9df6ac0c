import { CellList, type Linked } from './cell-list.js';

class Member implements Linked<Member> {
  list: CellList<Member> | undefined;
  previous: Member | undefined;
  next: Member | undefined;

  constructor(readonly name: string) {}
}

const names = (list: CellList<Member>): string[] => Array.from(list, ({ name }) => name);

describe('CellList', () => {
  const [a, b, c] = [new Member('a'), new Member('b'), new Member('c')] as const;
  let list: CellList<Member>;

  beforeEach(() => {
    list = new CellList();
    for (const member of [a, b, c]) {
      member.list = member.previous = member.next = undefined;
      list.push(member);
    }
  });

  it('keeps the order of joining', () => {
    expect(names(list)).toEqual(['a', 'b', 'c']);
    expect([list.shift(), list.shift(), list.shift(), list.shift()]).toEqual([a, b, c, undefined]);
    expect(list.first).toBeUndefined();
  });

  for (const [member, rest] of [
    [a, ['b', 'c']],
    [b, ['a', 'c']],
    [c, ['a', 'b']],
  ] as const) {
    it(`lets ${member.name} leave from where it is, and join again`, () => {
      list.remove(member);
      expect(names(list)).toEqual(rest);
      expect([member.list, member.previous, member.next]).toEqual([undefined, undefined, undefined]);
      list.push(member);
      expect(names(list)).toEqual([...rest, member.name]);
    });
  }

  it('moves a member that joins a second time to the end', () => {
    list.push(a);
    expect(names(list)).toEqual(['b', 'c', 'a']);
  });

  it('takes a member out of the list it was in', () => {
    const other = new CellList<Member>();
    other.push(b);
    expect([names(list), names(other)]).toEqual([['a', 'c'], ['b']]);
  });

  it('may lose, while it is walked through, the member that is at hand', () => {
    const seen: string[] = [];
    for (const member of list) {
      seen.push(member.name);
      list.remove(member);
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(list.first).toBeUndefined();
  });
});
