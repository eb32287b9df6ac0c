/** The tests of one guarantee, under its sentence, which is that of docs/guarantees.md word for word. */
export function guarantee(id: string, sentence: string, tests: () => void): void {
  describe(`${id} ${sentence}`, () => tests());
}
