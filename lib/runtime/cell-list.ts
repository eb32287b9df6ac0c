/** What can be a member of a {@link CellList}: of one at a time. */
export interface Linked<T extends Linked<T>> {
  list: CellList<T> | undefined;
  previous: T | undefined;
  next: T | undefined;
}

/**
 * A doubly linked list through its members' own fields: joining, leaving from anywhere and taking the first cost a few
 * nanoseconds and no memory, so that a cell can change lists with every message.
 */
export class CellList<T extends Linked<T>> {
  first: T | undefined = undefined;
  private last: T | undefined = undefined;

  /** Appends a member, which leaves the list it was in. */
  push(member: T): void {
    member.list?.remove(member);
    member.list = this;
    member.previous = this.last;
    member.next = undefined;
    if (this.last === undefined) this.first = member;
    else this.last.next = member;
    this.last = member;
  }

  shift(): T | undefined {
    const first = this.first;
    if (first !== undefined) this.remove(first);
    return first;
  }

  remove(member: T): void {
    if (member.previous === undefined) this.first = member.next;
    else member.previous.next = member.next;
    if (member.next === undefined) this.last = member.previous;
    else member.next.previous = member.previous;
    member.list = member.previous = member.next = undefined;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let member = this.first; member !== undefined;) {
      const { next } = member; // whoever iterates may remove the member it is given
      yield member;
      member = next;
    }
  }
}
