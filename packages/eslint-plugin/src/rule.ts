import type { TSESLint } from '@typescript-eslint/utils';

/** The file that a rule looks at: text, tree and scopes. */
export type Code = Readonly<TSESLint.SourceCode>;

export type Rule<Id extends string = string> = Omit<TSESLint.RuleModule<Id>, 'defaultOptions'>;

interface Definition<Id extends string> {
  readonly description: string;
  readonly messages: Record<Id, string>;
  readonly fixable?: 'code';
  readonly hasSuggestions?: boolean;
  readonly create: (context: Readonly<TSESLint.RuleContext<Id, []>>) => TSESLint.RuleListener;
}

/** Makes a rule of what is particular to it; none of ours has options. */
export function createRule<Id extends string>({
  description,
  messages,
  fixable,
  hasSuggestions = false,
  create,
}: Definition<Id>): Rule<Id> {
  return {
    meta: {
      type: 'problem',
      docs: { description },
      messages,
      schema: [],
      hasSuggestions,
      ...(fixable === undefined ? {} : { fixable }),
    },
    create: create as Rule<Id>['create'],
  };
}
