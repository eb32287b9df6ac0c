import type { ActorCell } from './actor-cell.js';
import type { ActorSystem } from './actor-system.js';
import { LogThrottle } from './log-throttle.js';
import { attemptOf, type Delivery, nearestPending } from './delivery.js';

/** Queued messages of one mailbox that are looked at, the oldest. */
const LOOKED_AT = 1_000;

/** A pending handler waits for another actor: what follows from its sends is in that one's hands, or in its queue. */
interface Link {
  readonly waiting: ActorCell;
  /** Where the message is; the same cell: behind the handler itself. */
  readonly at: ActorCell;
  readonly delivery: Delivery;
}

/**
 * Finds handlers that seem to wait for an answer which they can never take, because it waits behind them: RPC in disguise.
 *
 * The way of a message knows nothing of it. Only when a handler has been pending for too long, the queues of all that are pending are
 * looked through once, and what is found there is followed up to the handlers it comes from ({@link nearestPending}).
 */
export class ReplyWaits {
  readonly #reported = new WeakSet<Delivery>(); // by the attempt, so one report for each wait
  readonly #throttle: LogThrottle;
  #suspects: ActorCell[] = [];

  constructor(private readonly system: ActorSystem) {
    this.#throttle = new LogThrottle(system.clock, (count) =>
      system.logger.warn(`${count} more suspected reply waits were not logged, see runtime.activity`),
    );
  }

  /** Notes a handler that has been pending for too long. */
  suspect(cell: ActorCell): void {
    this.#suspects.push(cell);
  }

  /** Reports those of the suspects that wait for an answer, each once. */
  judge(): void {
    if (this.#suspects.length === 0) return;
    const suspects = this.#suspects;
    this.#suspects = [];
    this.#judge(suspects);
  }

  /** Does so with all that is pending, however short, and answers with a sentence for each that waits, reported before or not. */
  judgeAll(): readonly string[] {
    return this.#judge(Array.from(this.system.watch.pending, ({ cell }) => cell));
  }

  #judge(suspects: Iterable<ActorCell>): readonly string[] {
    const links = this.#links();
    const sentences: string[] = [];
    const told = new Set<ActorCell>();
    for (const cell of suspects) {
      if (told.has(cell)) continue;
      const circle = findCircle(cell, links);
      if (circle === undefined) continue;
      for (const { waiting } of circle) told.add(waiting);
      sentences.push(this.#report(circle));
    }
    return sentences;
  }

  /** Who waits for whom, as far as the mailboxes of what is pending tell. */
  #links(): ReadonlyMap<ActorCell, readonly Link[]> {
    const links = new Map<ActorCell, Link[]>();
    const add = (at: ActorCell, delivery: Delivery): void => {
      const waiting = nearestPending(delivery.above)?.host as ActorCell | undefined;
      if (waiting === undefined || (waiting === at && delivery.from === at)) return; // what it told itself is no answer
      const known = links.get(waiting);
      if (known === undefined) links.set(waiting, [{ waiting, at, delivery }]);
      else known.push({ waiting, at, delivery });
    };
    for (const { cell } of this.system.watch.pending) {
      if (cell.inHand !== undefined) add(cell, cell.inHand);
      let left = LOOKED_AT;
      for (const queued of cell.inbox.queued()) {
        if (left === 0) break;
        left -= 1;
        add(cell, queued);
      }
    }
    return links;
  }

  #report(circle: readonly Link[]): string {
    const [first] = circle as [Link];
    const sentence = circle.length === 1 ? describeWait(first) : describeCircle(circle);
    const attempts = circle.map(({ waiting }) => waiting.inHand as Delivery);
    if (attempts.every((attempt) => this.#reported.has(attempt))) return sentence;
    for (const attempt of attempts) this.#reported.add(attempt);
    const { waiting, delivery } = first;
    const answer =
      circle.length === 1 ? this.system.reporter.envelopeOf(delivery, waiting.address, 0) : undefined;
    const { inHand } = waiting;
    const facts = {
      handler: waiting.business,
      answer,
      members: circle.map((link) => String(link.waiting.address)),
      detail: sentence,
    };
    waiting.report('suspected-reply-wait', inHand, facts, inHand && attemptOf(inHand));
    this.#throttle.write(() =>
      this.system.logger.warn(sentence, { address: String(waiting.address), answer: answer?.id }),
    );
    return sentence;
  }
}

/** The shortest way from a cell back to itself. */
function findCircle(
  cell: ActorCell,
  links: ReadonlyMap<ActorCell, readonly Link[]>,
): readonly Link[] | undefined {
  const cameBy = new Map<ActorCell, Link>();
  for (const current of breadthFirst(cell, links, cameBy)) {
    const closing = links.get(current)?.find(({ at }) => at === cell);
    if (closing === undefined) continue;
    const circle = [closing];
    for (let at = current; at !== cell;) {
      const link = cameBy.get(at) as Link;
      circle.unshift(link);
      at = link.waiting;
    }
    return circle;
  }
  return undefined;
}

function* breadthFirst(
  start: ActorCell,
  links: ReadonlyMap<ActorCell, readonly Link[]>,
  cameBy: Map<ActorCell, Link>,
): Generator<ActorCell> {
  let front = [start];
  while (front.length > 0) {
    yield* front;
    const next: ActorCell[] = [];
    for (const cell of front) {
      for (const link of links.get(cell) ?? []) {
        if (link.at === start || cameBy.has(link.at)) continue;
        cameBy.set(link.at, link);
        next.push(link.at);
      }
    }
    front = next;
  }
}

function describeWait({ waiting, delivery }: Link): string {
  const answer = delivery.handler.type;
  return `${describeBusy(waiting)}, seems to wait for ${answer} (${idOf(waiting, delivery)}): that follows from what it sent, and waits behind it in its own mailbox; let it return, and go on where ${answer} is handled`;
}

function describeCircle(circle: readonly Link[]): string {
  const each = circle.map(({ waiting, at }) => `${describeBusy(waiting)}, for ${String(at.address)}`);
  return `${circle.length} handlers seem to wait for each other: ${each.join('; ')}; let each return, and go on where the answer is handled`;
}

function describeBusy(cell: ActorCell): string {
  const inHand = cell.inHand as Delivery;
  return `${cell.business} of ${String(cell.address)}, busy with ${inHand.handler.type} (${idOf(cell, inHand)})`;
}

function idOf({ actor }: ActorCell, { id }: Delivery): string {
  return actor.system.ids.format(id);
}
