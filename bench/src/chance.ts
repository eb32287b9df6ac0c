let state = 2_463_534_242;

/** A whole number below `limit`, from a generator that costs next to nothing and is the same for everybody. */
export function anyBelow(limit: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}
