/** The message of these tests: a number to tell one from another, and a key for actors that have keys. */
export class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}

/** A message of another type, for the same actor or for another one. */
export class Other {
  constructor(readonly key = 'a') {}
}

/** What is published. */
export class Heard {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}

/** What timers bring. */
export class Tick {
  constructor(readonly name = 'tick') {}
}

/** What a handler waits for, or begins with. */
export class Open {}

export function byKey({ key }: { readonly key: string }): string {
  return key;
}
