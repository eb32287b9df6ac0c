import { actorAt } from './actor-name.js';
import { aftermathOf, type Seen, together, wordsOf } from './aftermath.js';
import { chanceOf } from './chance.js';
import { conversationsOf } from './conversations.js';
import type { ArrivalName, Fault, Misfortune } from './fault.js';
import { handledTypes, messageFacts, typesIn } from './message-facts.js';
import { Onlooker } from './onlooker.js';
import { plainRun } from './plain-run.js';
import { directed, type RehearsalPlan, run, type Run } from './rehearsal-run.js';
import { type MessageReport, RehearsalReport } from './report.js';
import { PLAIN } from './script.js';
import { sharedProviders } from './shared-providers.js';
import { randomTurns } from './test-scheduler.js';
import { allTwice, twiceOf } from './twice.js';

/** What is done to a message, one thing in a run. */
const LOST: Misfortune = { kind: 'drop', amount: 0 };
const FAILS: Misfortune = { kind: 'fail', amount: 0 };
const CRASH: Misfortune = { kind: 'crash', amount: 1 };
const TWICE: readonly Misfortune[] = [
  { kind: 'duplicate', amount: 0 },
  { kind: 'duplicate', amount: 1 },
];

/** The making of one report. */
export class Reporting {
  readonly #disturbed: Run[] = [];
  readonly #undisturbed: Run[] = [];

  constructor(
    private readonly plan: RehearsalPlan,
    private readonly seed: number,
    private readonly runs: number,
    private readonly each: number,
  ) {}

  async report(): Promise<RehearsalReport> {
    const state = new Onlooker(this.plan.observe, true);
    const plain: Seen = { run: await plainRun(this.plan, this.seed, state), state };
    this.#undisturbed.push(plain.run);
    await this.#otherOrders();
    const { definitions } = state;
    const mutations = this.#undisturbed.flatMap((one) => one.mutations);
    const types = typesIn(plain.run);
    const messages: MessageReport[] = [];
    for (const type of types)
      messages.push({
        ...messageFacts(type, definitions, plain.run, mutations),
        ...(await this.#faultsOn(type, plain)),
      });
    const failures = this.#undisturbed.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
    return new RehearsalReport({
      seed: this.seed,
      runs: this.#undisturbed.length + this.#disturbed.length,
      messages,
      unseen: handledTypes(definitions).filter((type) => !types.includes(type)),
      brokenByOrder: [...new Set(failures.map(wordsOf))],
      sharedProviders: sharedProviders(state),
      undisturbed: this.#consistencyOf(this.#undisturbed),
      disturbed: this.#consistencyOf(this.#disturbed),
    });
  }

  async #otherOrders(): Promise<void> {
    for (let index = 1; index <= this.runs; index += 1) {
      const next = randomTurns(Math.floor(chanceOf(this.seed, 'report', index)() * 2 ** 32));
      this.#undisturbed.push(await run(this.plan, { next, source: () => undefined, without: [] }));
    }
  }

  async #faultsOn(
    type: string,
    plain: Seen,
  ): Promise<Pick<MessageReport, 'lost' | 'twice' | 'fails' | 'crash'>> {
    const arrivals = this.#chosen(plain.state.arrivals.filter((one) => one.type === type));
    const twice = TWICE.flatMap((misfortune) => arrivals.map((name) => ({ ...name, ...misfortune })));
    return {
      lost: together(await this.#each(arrivals, LOST, plain)),
      twice: allTwice(await this.#play(twice, (seen, fault) => twiceOf(seen, plain, fault))),
      fails: together(await this.#each(arrivals, FAILS, plain)),
      crash: together(await this.#each(arrivals, CRASH, plain)),
    };
  }

  /** Some of them, by chance; but one of each way between actors before a second of any. */
  #chosen(arrivals: readonly ArrivalName[]): readonly ArrivalName[] {
    const ways = new Map<string, ArrivalName[]>();
    for (const name of arrivals) {
      const way = `${actorAt(name.from)} ${actorAt(name.to)}`;
      ways.set(way, [...(ways.get(way) ?? []), name]);
    }
    const chance = chanceOf(this.seed, 'arrivals');
    const most = Math.min(Math.max(this.each, ways.size), arrivals.length);
    const chosen: ArrivalName[] = [];
    while (chosen.length < most)
      for (const left of ways.values()) chosen.push(...left.splice(Math.floor(chance() * left.length), 1));
    return chosen.slice(0, most);
  }

  #each(
    arrivals: readonly ArrivalName[],
    misfortune: Misfortune,
    plain: Seen,
  ): Promise<readonly ReturnType<typeof aftermathOf>[]> {
    const faults = arrivals.map((name): Fault => ({ ...name, ...misfortune }));
    return this.#play(faults, (seen, fault) => aftermathOf(seen, plain, fault));
  }

  /** A run for each fault, in order, and what it says. */
  async #play<T>(faults: readonly Fault[], judge: (seen: Seen, fault: Fault) => T): Promise<readonly T[]> {
    const judged: T[] = [];
    for (const fault of faults) {
      const state = new Onlooker(this.plan.observe);
      const played = await run(this.plan, directed({ ...PLAIN, faults: [fault] }), state);
      this.#disturbed.push(played);
      judged.push(judge({ run: played, state }, fault));
    }
    return judged;
  }

  #consistencyOf(runs: readonly Run[]): RehearsalReport['undisturbed'] {
    return { runs: runs.length, conversations: conversationsOf(runs) };
  }
}
