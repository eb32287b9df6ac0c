/** A calculation: the same answer for everybody, at any time. It owns nothing, so it needs no actor. */
export function priceOf(workshop: string, seats: number): number {
  return (workshop === 'pottery' ? 40 : 25) * seats;
}
