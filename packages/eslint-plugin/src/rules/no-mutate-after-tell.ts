import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { type Common, findCommon, isPart } from '../common-origin.js';
import { alwaysFollows, mayFollow } from '../flow.js';
import { HandOvers } from '../hand-over.js';
import { type Mutation, onMutation } from '../mutation.js';
import { type Origin, originOf, reassignments } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import { nameOf, plain } from '../syntax.js';

type Id = 'mutated' | 'field';

/** Something that a message that was sent still shares with its sender. */
interface Shared {
  readonly call: TSESTree.CallExpression;
  readonly origin: Origin;
  /** The only argument of a message class may be copied, field by field: then only what lies below is shared. */
  readonly isPerhapsCopied: boolean;
}

interface Change extends Mutation {
  readonly origin: Origin;
}

/** Members that are numbers. */
const SIZES: ReadonlySet<string | undefined> = new Set(['byteLength', 'length', 'size']);

/** Reports what is changed after it went away in a message. */
export const noMutateAfterTell: Rule<Id> = createRule({
  description: 'What was told is given away: it is not changed afterwards.',
  messages: {
    mutated:
      'This changes what went away in a message in line {{line}}: its receiver sees that, or not, depending on who comes first. Change it before, or send a copy.',
    field:
      '`this.{{name}}` went away in a message in line {{line}}, and is changed here: its receiver holds the same object. Send a copy.',
  },
  create(context) {
    const code = context.sourceCode;
    const sent: Shared[] = [];
    const changes: Change[] = [];
    const handOvers = new HandOvers();
    const mutations = onMutation(code, (mutation) => {
      const origin = originOf(code, mutation.object);
      if (origin !== undefined) changes.push({ ...mutation, origin });
    });

    return {
      ...mutations,
      MemberExpression(node) {
        handOvers.onMember(node);
      },
      CallExpression(node) {
        mutations.CallExpression?.(node);
        handOvers.onCall(node);
        const send = findSend(code, node);
        if (send?.message !== undefined) sent.push(...sharedBy(code, send.message, node));
      },
      'Program:exit'() {
        for (const change of changes) {
          const shared = sent.find((at) => isChangedAfter(at, change, handOvers));
          if (shared === undefined) continue;
          const { node, origin } = change;
          const line = shared.call.loc.start.line;
          const isField =
            findCommon(shared.origin, origin)?.variable === undefined && origin.kind === 'field';
          if (isField) context.report({ node, messageId: 'field', data: { line, name: origin.name } });
          else context.report({ node, messageId: 'mutated', data: { line } });
        }
      },
    };
  },
});

/** What a message expression shares: itself, and what its constructor was given. */
function* sharedBy(code: Code, expression: TSESTree.Node, call: TSESTree.CallExpression): Generator<Shared> {
  const node = plain(expression);
  const origin = originOf(code, node);
  if (origin !== undefined) yield { call, origin, isPerhapsCopied: false };
  const made = origin?.kind === 'variable' && origin.path.length === 0 ? initOf(origin.variable) : node;
  if (made?.type !== 'NewExpression') return;
  for (const argument of made.arguments) {
    for (const part of partsOf(argument)) {
      const from = originOf(code, part);
      const isPerhapsCopied = made.arguments.length === 1 && part === argument;
      if (from !== undefined) yield { call, origin: from, isPerhapsCopied };
    }
  }
}

function initOf(variable: TSESLint.Scope.Variable): TSESTree.Node | undefined {
  const [definition] = variable.defs;
  if (definition?.node.type !== 'VariableDeclarator' || reassignments(variable).length > 0) return undefined;
  return definition.node.init === null ? undefined : plain(definition.node.init);
}

/** The objects that an argument holds: itself, or those within a literal. */
function partsOf(expression: TSESTree.Node): readonly TSESTree.Node[] {
  const node = plain(expression);
  if (node.type === 'ArrayExpression') {
    return node.elements.flatMap((at) => (at === null || at.type === 'SpreadElement' ? [] : partsOf(at)));
  }
  if (node.type === 'ObjectExpression') {
    return node.properties.flatMap((at) => (at.type === 'Property' ? partsOf(at.value) : []));
  }
  if (node.type === 'MemberExpression') return SIZES.has(nameOf(node)) ? [] : [expression];
  return node.type === 'Identifier' ? [expression] : [];
}

function isChangedAfter(shared: Shared, change: Change, handOvers: HandOvers): boolean {
  const { call, origin } = shared;
  const common = findCommon(origin, change.origin);
  if (common === undefined || !isChanged(shared, change, common)) return false;
  if (common.variable !== undefined) return isVariableChangedAfter(common.variable, call, change.node);
  return origin.kind === 'field' && common.sent.length === 0 && !handOvers.has(origin, call);
}

/** Where the only argument of a message class may have been copied, what is below it counts. */
function isChanged({ isPerhapsCopied }: Shared, change: Change, common: Common): boolean {
  const isDirect = change.method === undefined && common.changed.length === common.sent.length;
  return isPart(common) && !(isPerhapsCopied && isDirect);
}

function isVariableChangedAfter(
  variable: TSESLint.Scope.Variable,
  call: TSESTree.Node,
  change: TSESTree.Node,
): boolean {
  const [definition] = variable.defs;
  const isReplacedBefore = reassignments(variable).some((at) => {
    const isBetween = call.range[0] < change.range[0] && change.range[0] < at.range[0];
    return (
      (alwaysFollows(call, at) && !isBetween) ||
      (mayFollow(call, at, undefined) && at.range[0] < change.range[0])
    );
  });
  return !isReplacedBefore && mayFollow(call, change, definition?.node);
}
