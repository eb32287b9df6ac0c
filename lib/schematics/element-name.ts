/** Letters, digits and what stands between words, a letter first. */
const NAME = /^\p{L}[\p{L}\p{N}]*(?:[\s_-]+[\p{L}\p{N}]+)*$/u;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What can't name a parameter of a constructor, in a module of TypeScript. */
const RESERVED: ReadonlySet<string> = new Set(
  `arguments await break case catch class const constructor continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return static super
  switch this throw true try typeof var void while with yield`.split(/\s+/),
);

/** The name of something to be generated, in the spellings that source code has for it. */
export class ElementName {
  readonly #words: readonly string[];

  /**
   * @param text However it was typed: `OrderItem`, `order-item`, `order item`.
   * @throws Error when no class can be called that.
   */
  constructor(text: string) {
    if (!NAME.test(text)) {
      throw new Error(
        `'${text}' can't name a class: use letters, digits and dashes, a letter first, as in orders/order`,
      );
    }
    this.#words = text
      .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1-$2')
      .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1-$2')
      .toLowerCase()
      .split(/[\s_-]+/);
  }

  /** As files are called: `order-item`. */
  get kebab(): string {
    return this.#words.join('-');
  }

  /** As classes are called: `OrderItem`. */
  get pascal(): string {
    return this.#words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  }
}

/**
 * Checks the name of a message's property, and gives it back; nothing, or blanks, is no key.
 *
 * @throws Error when no property is called that, or no parameter of the constructor that declares it.
 */
export function parseKey(text = ''): string | undefined {
  const key = text.trim();
  if (key === '') return undefined;
  if (!IDENTIFIER.test(key) || RESERVED.has(key))
    throw new Error(`'${key}' can't be a key: name a property, as in --key=orderId`);
  return key;
}
