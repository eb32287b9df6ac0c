/**
 * The id of a message as the runtime keeps it: a number that it counted itself, or the text that a sender chose.
 *
 * A number becomes text only when somebody reads it: formatting each id costs more than handling a message.
 */
export type MessageId = number | string;

/** Turns ids into text, and counts new ones. */
export class MessageIds {
  private last = 0;

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
    return typeof id === 'number' ? `${this.prefix}-${id.toString(36)}` : id;
  }
}
