import type { Behaviour } from '../contestant.js';

/** As many as the largest workload of those that buses are fit for. */
const SEATS = 60;

/** What buses have instead of actors: a class for each kind of message, and one handler class for each, known when Nest starts. */
export class Seats {
  readonly all: readonly Seat[] = Array.from({ length: SEATS }, (_, number) => new Seat(number));
  #taken = 0;

  take(behaviour: Behaviour<never>): Seat {
    const seat = this.all[this.#taken];
    if (seat === undefined) throw new Error(`there are only ${SEATS} seats`);
    this.#taken += 1;
    seat.behaviour = behaviour as Behaviour<object>;
    return seat;
  }
}

export class Seat {
  behaviour: Behaviour<object> = () => undefined;

  constructor(readonly number: number) {}
}

const NO_ACTORS = 'has no addressable receivers that take their messages one at a time';

/** The workloads that need actors proper. */
export const unfitForBuses: Readonly<Record<string, string>> = Object.fromEntries(
  ['ping-pong', 'ring', 'create', 'big', 'chameneos', 'banking', 'bounded buffer'].map((name) => [
    name,
    NO_ACTORS,
  ]),
);
