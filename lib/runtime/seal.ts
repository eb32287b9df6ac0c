/** What only this library has. */
export const seal: unique symbol = Symbol('made by nestjs-mailbox');

/** Shows that a context or a ref was made by this library: one that a caller made could tell it how its message ended. */
export type Seal = typeof seal;

/** @throws TypeError when somebody else makes it. */
export function assertSealed(given: unknown, remedy: string): void {
  if (given !== seal) throw new TypeError(remedy);
}
