/** Says what went wrong; a model goes on, so that the first violation is the one to read. */
export type Violate = (problem: string) => void;

/**
 * One mailbox with its stash, as the design draws them: what was accepted goes in at the end, what came back from the stash goes
 * first, and one message at a time is in hand.
 */
export class Line<M extends object> {
  #queue: M[] = [];
  #returned: M[] = [];
  #aside: M[] = [];
  #tick: M | undefined;
  #inHand: M | undefined;
  #attempt = 0;
  /** The handler of the message in hand has ended cleanly, and asked for it to be set aside. */
  #isSetAside = false;

  constructor(
    private readonly capacity: number,
    private readonly violate: Violate,
  ) {}

  get queued(): number {
    return this.#queue.length + this.#returned.length;
  }

  get stashed(): number {
    this.#settleStash();
    return this.#aside.length;
  }

  get running(): number {
    this.#settleStash();
    return this.#inHand === undefined ? 0 : 1;
  }

  get isEmpty(): boolean {
    return this.queued + this.stashed + this.running === 0;
  }

  isStashed(message: M): boolean {
    if (this.#isSetAside && this.#inHand === message) return true;
    return this.#aside.includes(message);
  }

  accepted(message: M, isTick: boolean): void {
    if (isTick) {
      this.#tick = message;
      if (this.#returned.length > 0) this.violate('a tick overtook what came back from the stash');
      return;
    }
    this.#queue.push(message);
    if (this.queued > this.capacity) this.violate(`accepted beyond the capacity of ${this.capacity}`);
  }

  refusedAsFull(): void {
    if (this.queued < this.capacity) this.violate(`refused as full with ${this.queued} of ${this.capacity}`);
  }

  /** A handler begins. */
  entered(message: M, attempt: number): void {
    if (attempt > 1) {
      if (this.#inHand !== message || attempt !== this.#attempt + 1) {
        this.violate(`attempt ${attempt} of a message that was not in hand for attempt ${attempt - 1}`);
      }
    } else this.#take(message);
    this.#attempt = attempt;
    this.#isSetAside = false;
  }

  /** A handler ended cleanly after `stash()`. */
  setAside(): void {
    this.#isSetAside = true;
  }

  /** An attempt failed: its `stash()` does not count. */
  failed(): void {
    this.#isSetAside = false;
  }

  unstash(): void {
    this.#settleStash();
    this.#returned.push(...this.#aside);
    this.#aside = [];
  }

  handled(message: M): void {
    if (this.#inHand !== message) this.violate('a message counts as handled that was not in hand');
    if (this.#isSetAside) this.violate('a message counts as handled that was stashed');
    this.#inHand = undefined;
  }

  /** An accepted message became a dead letter. */
  died(message: M, reason: string): void {
    if (this.#inHand === message) {
      if (reason === 'stash-overflow' && this.#aside.length < this.capacity)
        this.violate(`stash overflow at ${this.#aside.length} of ${this.capacity}`);
      this.#inHand = undefined;
      return;
    }
    if (reason === 'expired') return this.#take(message, true);
    if (reason === 'mailbox-full') this.#wasDropped(message);
    const waiting = [this.#returned, this.#queue, this.#aside].some((list) => remove(list, message));
    if (!waiting) this.violate(`${reason}: a message died that was not waiting`);
  }

  /** A message is taken: what came back from the stash first, then ticks, then the queue. */
  #take(message: M, isGone = false): void {
    this.#settleStash();
    if (this.#inHand !== undefined) this.violate('a message was taken while another was in hand');
    const next = this.#returned.shift() ?? this.#tick ?? this.#queue.shift();
    this.#tick = undefined;
    if (next !== message) this.violate('a message was taken out of its turn');
    this.#inHand = isGone ? undefined : next;
  }

  #wasDropped(message: M): void {
    if (this.queued < this.capacity) this.violate('dropped although there was room');
    const next = this.#returned[0] ?? this.#queue[0]; // accepted longest ago, unless it was stashed twice
    if (next !== message) this.violate('dropped a message that was not the next');
  }

  #settleStash(): void {
    if (!this.#isSetAside || this.#inHand === undefined) return;
    this.#aside.push(this.#inHand);
    this.#inHand = undefined;
    this.#isSetAside = false;
  }
}

function remove<M>(list: M[], message: M): boolean {
  const index = list.indexOf(message);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}
