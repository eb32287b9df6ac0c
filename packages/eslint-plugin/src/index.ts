import type { ESLint, Linter, Rule } from 'eslint';
import { noActorInjection } from './rules/no-actor-injection.js';
import { noAwaitTell } from './rules/no-await-tell.js';
import { noHandlerReturn } from './rules/no-handler-return.js';
import { noMutateAfterTell } from './rules/no-mutate-after-tell.js';
import { noMutateMessage } from './rules/no-mutate-message.js';
import { noReplyPromise } from './rules/no-reply-promise.js';
import { passTheContext } from './rules/pass-the-context.js';

const rules = {
  'no-handler-return': noHandlerReturn,
  'no-await-tell': noAwaitTell,
  'no-actor-injection': noActorInjection,
  'no-mutate-message': noMutateMessage,
  'no-mutate-after-tell': noMutateAfterTell,
  'pass-the-context': passTheContext,
  'no-reply-promise': noReplyPromise,
};

/** The name of a rule, without the plugin's prefix. */
export type RuleName = keyof typeof rules;

export interface MailboxPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string };
  readonly rules: Record<RuleName, Rule.RuleModule>;
  readonly configs: {
    /** Every rule, as an error: a flat config to put into your list. The parser for TypeScript is yours. */
    readonly recommended: Linter.Config & {
      readonly rules: Record<`nestjs-mailbox/${RuleName}`, 'error'>;
    };
  };
}

const plugin = {
  meta: { name: 'eslint-plugin-nestjs-mailbox', version: '0.1.0' },
  // The tree that the rules are typed by has decorators and types; the one that ESLint's types know has none.
  rules: rules as unknown as MailboxPlugin['rules'],
} as MailboxPlugin;

/**
 * The lint layer of nestjs-mailbox, for ESLint 9 and 10 (flat config) and for oxlint (`jsPlugins`).
 *
 * @example
 * ```ts
 * // eslint.config.js
 * import mailbox from 'eslint-plugin-nestjs-mailbox';
 * import { defineConfig } from 'eslint/config';
 * import tseslint from 'typescript-eslint';
 *
 * export default defineConfig(tseslint.configs.base, mailbox.configs.recommended);
 * ```
 */
export default Object.assign(plugin, {
  configs: {
    recommended: {
      name: 'nestjs-mailbox/recommended',
      plugins: { 'nestjs-mailbox': plugin },
      rules: Object.fromEntries(Object.keys(rules).map((name) => [`nestjs-mailbox/${name}`, 'error'])),
    },
  },
}) as MailboxPlugin;
