import type { Target } from './scenario.js';

/** A message of the properties: its handler does what the scenario's plan of that number says. */
export class Job {
  constructor(
    readonly key: string,
    readonly plan: number,
  ) {}
}

export class OrderJob extends Job {}

export class ClerkJob extends Job {}

export class Shout extends Job {}

/** A timer's message. It says whose it is, so that a stranger can tell. */
export class Tick extends Job {
  constructor(
    key: string,
    plan: number,
    readonly player: number,
    readonly timer: number,
    readonly name: string,
    readonly isOnce: boolean,
    readonly dueAt: number,
  ) {
    super(key, plan);
  }
}

export function jobFor(to: Target, key: string, plan: number): Job {
  return to === 'both'
    ? new Shout(key, plan)
    : to === 'order'
      ? new OrderJob(key, plan)
      : new ClerkJob(key, plan);
}
