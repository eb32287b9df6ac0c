import { chanceOf } from './chance.js';
import { repeating } from './fault-injector.js';
import { directed, type Failure, type RehearsalPlan, run, type Run } from './rehearsal-run.js';
import { isPlain, PLAIN_TURN, type Script, trimmed } from './script.js';
import { randomTurns, type Turn } from './test-scheduler.js';

/** The most runs that a shorter way to a failure is looked for. */
const MOST_RUNS = 300;

/** Orders of turns that are tried anew when something has been left out: those of before may say nothing any more. */
const FRESH_ORDERS = 6;

/** So many faults are tried one by one; of more, whole parts are left out first. */
const FEW_FAULTS = 4;

/** Of the turns that are not plain, so many are tried one by one. */
const MOST_TURNS = 80;

/** The shortest way to a failure that was found. */
export interface Shrunk {
  readonly run: Run;
  /** The same sends when nothing goes wrong. */
  readonly plain: Run;
  readonly runs: number;
}

/** Looks for the smallest set of faults, the fewest sends and the plainest order of turns that still break a plan in the same way. */
export class Shrinking {
  readonly #plains = new Map<string, Run>();
  #runs = 0;

  constructor(
    private readonly plan: RehearsalPlan,
    private best: Run,
  ) {}

  async shrink(): Promise<Shrunk> {
    let before: string;
    do {
      before = sizeOf(this.best);
      await this.#plainTurns();
      await this.#fewerFaults();
      await this.#fewerSends();
      await this.#shorterTurns();
    } while (sizeOf(this.best) !== before && this.#runs < MOST_RUNS);
    return { run: this.best, plain: await this.#plain(this.best.script.without), runs: this.#runs };
  }

  /** Whether it breaks in order, too. */
  async #plainTurns(): Promise<void> {
    if (this.best.script.turns.every(isPlain)) return;
    await this.#try({ turns: [] });
  }

  async #fewerFaults(): Promise<void> {
    if (this.best.script.faults.length > 0) await this.#tryWith({ faults: [] });
    await this.#fewerParts();
    if (this.best.script.faults.length > 1) {
      for (const fault of this.best.script.faults) {
        if (await this.#tryWith({ faults: [fault] })) return;
      }
    }
    for (const fault of [...this.best.script.faults].reverse()) {
      await this.#tryWith({ faults: this.best.script.faults.filter((one) => one !== fault) });
    }
  }

  /** Leaves out halves, quarters, and so on: of many faults most do nothing. */
  async #fewerParts(): Promise<void> {
    for (let parts = 2; this.best.script.faults.length > FEW_FAULTS;) {
      const { faults } = this.best.script;
      const size = Math.ceil(faults.length / parts);
      let isFewer = false;
      for (let end = faults.length; end > 0 && !isFewer; end -= size)
        isFewer = await this.#tryWith({
          faults: faults.toSpliced(Math.max(0, end - size), Math.min(size, end)),
        });
      if (!isFewer && size === 1) return;
      parts = isFewer ? Math.max(2, parts - 1) : parts * 2;
    }
  }

  async #fewerSends(): Promise<void> {
    for (let send = this.best.sends; send > 0; send -= 1) {
      const { without } = this.best.script;
      if (without.includes(send)) continue;
      const fewer = [...without, send].sort((a, b) => a - b);
      // What fails although nothing goes wrong says only that the scenario needs that send.
      if ((await this.#plain(fewer)).failure !== undefined) continue;
      await this.#tryWith({ without: fewer });
    }
  }

  async #shorterTurns(): Promise<void> {
    let turns = trimmed(this.best.script.turns);
    for (let kept = turns.length >> 1; kept > 0 && kept < turns.length; kept >>= 1) {
      if (!(await this.#try({ turns: turns.slice(0, kept) }))) break;
      turns = trimmed(this.best.script.turns);
    }
    for (let index = 0; index < Math.min(turns.length, MOST_TURNS); index += 1) {
      if (isPlain(turns[index] as Turn)) continue;
      if (await this.#try({ turns: turns.with(index, PLAIN_TURN) })) turns = trimmed(this.best.script.turns);
    }
    for (let index = 0; index < Math.min(turns.length, MOST_TURNS); index += 1) {
      if ((await this.#try({ turns: turns.toSpliced(index, 1) })) === false) continue;
      turns = trimmed(this.best.script.turns);
      index -= 1;
    }
  }

  /** Tries with the turns that there are, with plain ones, and with others: what is left out changes who has a turn at all. */
  async #tryWith(change: Partial<Script>): Promise<boolean> {
    if (await this.#try(change)) return true;
    if (this.best.script.turns.every(isPlain)) return false;
    if (await this.#try({ ...change, turns: [] })) return true;
    for (let order = 0; order < FRESH_ORDERS; order += 1) {
      if (await this.#tryInOrder(change, order)) return true;
    }
    return false;
  }

  async #try(change: Partial<Script>): Promise<boolean> {
    if (this.#runs >= MOST_RUNS) return false;
    return this.#keep(await this.#run(directed({ ...this.best.script, ...change })));
  }

  async #tryInOrder(change: Partial<Script>, order: number): Promise<boolean> {
    if (this.#runs >= MOST_RUNS) return false;
    const { faults, without } = { ...this.best.script, ...change };
    const next = randomTurns(Math.floor(chanceOf(order, 'order')() * 2 ** 32));
    return this.#keep(await this.#run({ next, source: repeating(faults), without }));
  }

  /** Keeps a run that fails in the same way and is smaller. */
  #keep(candidate: Run): boolean {
    const isSame = isSameFailure(candidate.failure, this.best.failure);
    if (isSame) this.best = candidate;
    return isSame;
  }

  async #plain(without: readonly number[]): Promise<Run> {
    const name = without.join();
    const known = this.#plains.get(name);
    if (known !== undefined) return known;
    const made = await this.#run(directed({ faults: [], turns: [], without }));
    this.#plains.set(name, made);
    return made;
  }

  #run(direction: Parameters<typeof run>[1]): Promise<Run> {
    this.#runs += 1;
    return run(this.plan, direction);
  }
}

/** Whether the same part of a plan has thrown the same kind of error. */
export function isSameFailure(one: Failure | undefined, other: Failure | undefined): boolean {
  return (
    one !== undefined && other !== undefined && one.where === other.where && nameOf(one) === nameOf(other)
  );
}

function nameOf({ error }: Failure): string {
  return error instanceof Error ? error.name : typeof error;
}

function sizeOf({ script, told }: Run): string {
  return [script.faults.length, script.without.length, trimmed(script.turns).length, told.length].join();
}
