/** A piece of code, and what one rule says about it. */
export interface RuleCase {
  readonly name: string;
  readonly code: string;
  readonly errors: readonly ExpectedError[];
  /** What `--fix` makes of it; null: it stays. */
  readonly output: string | null;
}

export interface ExpectedError {
  readonly messageId: string;
  readonly line: number;
  readonly suggestions?: readonly Suggestion[];
}

export interface Suggestion {
  readonly messageId: string;
  readonly output: string;
}

interface Changes {
  /** What `--fix` makes of the marked lines, in their order. */
  readonly fixed?: readonly string[];
  /** What a suggestion makes of the marked lines, in their order: its message and the line. */
  readonly suggested?: readonly (readonly [messageId: string, line: string] | undefined)[];
}

const HEADER = `import { Inject } from '@nestjs/common';
import { ActivationContext, Actor, ActorContext, ActorRef, getActorToken, Handle, InjectActor, MailboxRuntime, Subscribe } from 'nestjs-mailbox';
import { OrderActor } from './order.actor.js';
import { PlaceOrder, StockReserved } from './messages.js';
`;

const MARK = / *\/\/ ! (\w+)$/;

/** Code in which the rule finds nothing. It has the usual imports, unless it has its own of the library. */
export function good(name: string, code: string): RuleCase {
  return { name, code: withHeader(code), errors: [], output: null };
}

/** Code in which the rule finds something in each line that is marked with a message id: `// ! value`. */
export function bad(name: string, code: string, { fixed, suggested = [] }: Changes = {}): RuleCase {
  const lines = withHeader(code).split('\n');
  const marked = lines.flatMap((line, index) => {
    const [, messageId] = MARK.exec(line) ?? [];
    return messageId === undefined ? [] : [{ index, messageId }];
  });
  const plain = lines.map((line) => line.replace(MARK, ''));
  const replace = (index: number, text: string): string =>
    plain.with(index, `${/^ */.exec(plain[index] ?? '')?.[0]}${text}`).join('\n');
  const errors = marked.map(({ index, messageId }, at) => {
    const [suggestion, line = ''] = suggested[at] ?? [];
    return {
      messageId,
      line: index + 1,
      ...(suggestion === undefined
        ? {}
        : { suggestions: [{ messageId: suggestion, output: replace(index, line) }] }),
    };
  });
  const output =
    fixed === undefined
      ? null
      : plain
          .map((line, index) => {
            const text = fixed[marked.findIndex((mark) => mark.index === index)];
            return text === undefined ? line : `${/^ */.exec(line)?.[0]}${text}`;
          })
          .join('\n');
  return { name, code: plain.join('\n'), errors, output };
}

function withHeader(code: string): string {
  const own = code.includes(`'nestjs-mailbox'`) ? '' : HEADER;
  return `${own}${code.replace(/^\n/, '')}`;
}
