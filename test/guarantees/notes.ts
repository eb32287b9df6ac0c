/** The message of these tests: a number to tell one from another, and a key for actors that have keys. */
export class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}

/** A message of another type, for the same actor or for another one. */
export class Other {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}

/** What somebody hears of, and nobody owns. */
export class Event {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}

export function byKey({ key }: { readonly key: string }): string {
  return key;
}
