/** A text for whatever an untyped sender gives where a text belongs. Never throws: what a request brought may have no text of its own. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
