/**
 * The id of a message as the runtime keeps it: a number that it counted itself, or the text that a sender chose.
 *
 * A number becomes text only when somebody reads it: formatting each id costs more than handling a message.
 */
export type MessageId = number | string;

/** Two digits of a number whose base is 36. To put them behind what is known takes half as long as V8 takes for the whole number. */
const ENDINGS = Array.from({ length: 36 * 36 }, (_, i) => i.toString(36).padStart(2, '0'));

/** Turns ids into text, and counts new ones. */
export class MessageIds {
  private last = 0;
  /** What the ids have in common that differ in their last two digits only, as most do that are read one after the other. */
  private block = 0;
  private lead = '';

  /** @param prefix Sets the ids of this runtime apart from those of any other process. */
  constructor(readonly prefix: string) {}

  next(): number {
    return (this.last += 1);
  }

  /** Whether a text is an id that comes later: nobody has it from here, and who sends with it would have it taken from somebody else. */
  isAhead(text: string): boolean {
    return (
      text.startsWith(`${this.prefix}-`) &&
      Number.parseInt(text.slice(this.prefix.length + 1), 36) > this.last
    );
  }

  format(id: MessageId): string {
    if (typeof id !== 'number') return id;
    const block = Math.floor(id / ENDINGS.length);
    if (block === 0) return `${this.prefix}-${id.toString(36)}`;
    if (block !== this.block) {
      this.block = block;
      this.lead = `${this.prefix}-${block.toString(36)}`;
    }
    return `${this.lead}${ENDINGS[id % ENDINGS.length]}`;
  }
}
