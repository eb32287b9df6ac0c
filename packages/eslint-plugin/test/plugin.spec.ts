import { readFileSync } from 'node:fs';

import * as parser from '@typescript-eslint/parser';
import { Linter as LinterOf10 } from 'eslint';
import { Linter as LinterOf9 } from 'eslint-9';

import plugin, { type RuleName } from '../src/index.js';
import { casesOfRules } from './cases/index.js';
import { OxlintFolder } from './oxlint.js';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};

/** What a JavaScript project without decorators may look like; nothing in it is an actor. */
const script = `
import { MailboxRuntime } from 'nestjs-mailbox';
export class Service {
  static #count = 0;
  mailbox = new MailboxRuntime();
  static { Service.#count += 1; }
  constructor({ a, ...rest } = {}, [b] = []) { rest.x = b; this.a = a; }
  get size() { return this.mailbox?.snapshot(); }
  async run() { await this.mailbox.tell({}); label: for (;;) break label; }
}
export default function* () { yield* []; }
`;

/** Sends with options, each of which has another way to stay in the conversation. */
const optionsOfSends = `
import { Actor, ActivationContext, ActorContext, ActorRef, Handle, MailboxRuntime } from 'nestjs-mailbox';
@Actor()
class A {
  constructor(private readonly mailbox: MailboxRuntime, private readonly orders: ActorRef) {}
  @Handle(PlaceOrder)
  place(message: PlaceOrder, ctx: ActorContext) {
    this.mailbox.tell(message, { key: 'k' });
    this.mailbox.publish(message, { ttlMs: 5 });
    void this.mailbox.deliver(message, { id: 'x' });
    this.orders.tell(message, { ttlMs: 5 });
  }
  @Handle(CancelOrder)
  cancel() { this.orders.tell(message, { ttlMs: 5 }); }
  onActivate(ctx: ActivationContext) { this.orders.tell(1, { ttlMs: 5 }); }
}
`;

describe('The plugin', () => {
  it('is what its package says', () => {
    expect(plugin.meta).toMatchObject({ name: manifest.name, version: manifest.version });
  });

  it('recommends all its rules', () => {
    expect(plugin.configs.recommended.rules).toEqual(
      Object.fromEntries(Object.keys(plugin.rules).map((rule) => [`nestjs-mailbox/${rule}`, 'error'])),
    );
    expect(plugin.configs.recommended.plugins).toEqual({ 'nestjs-mailbox': plugin });
  });

  it('has cases for all its rules', () => {
    expect(Object.keys(casesOfRules).toSorted()).toEqual(Object.keys(plugin.rules).toSorted());
  });

  it.each([
    ['ESLint 10', LinterOf10],
    ['ESLint 9', LinterOf9 as unknown as typeof LinterOf10],
  ])('reads plain JavaScript with the own parser of %s', (_name, Linter) => {
    const messages = new Linter().verify(script, [plugin.configs.recommended]);
    expect(messages.map(({ ruleId, line }) => [ruleId, line])).toEqual([['nestjs-mailbox/no-await-tell', 9]]);
  });

  it('names the way that each send with options has back into its conversation', () => {
    const messages = new LinterOf10().verify(
      optionsOfSends,
      [
        { ...plugin.configs.recommended, files: ['**/*.ts'] },
        { files: ['**/*.ts'], languageOptions: { parser: parser as LinterOf10.Parser } },
      ],
      'a.ts',
    );
    const own =
      'These options leave the conversation of the handler, and no method of a context does the same: give';
    expect(messages.map(({ message }) => message)).toEqual([
      'These options leave the conversation of the handler: use `ctx.tell(message, options)`, or give a `correlationId`.',
      'These options leave the conversation of the handler: use `ctx.publish(message, options)`, or give a `correlationId`.',
      `${own} \`correlationId: ctx.envelope.correlationId\`.`,
      `${own} \`correlationId: ctx.envelope.correlationId\`.`,
      `${own} \`correlationId: context.envelope.correlationId\`.`,
      `${own} a \`correlationId\`.`,
    ]);
  });

  it('reads plain JavaScript under oxlint', () => {
    const folder = new OxlintFolder(
      new Map([['script.js', script]]),
      Object.keys(plugin.rules) as RuleName[],
    );
    try {
      expect(folder.lint().map(({ code, line }) => [code, line])).toEqual([
        ['nestjs-mailbox(no-await-tell)', 9],
      ]);
    } finally {
      folder.remove();
    }
  }, 60_000);
});
