import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { mayFollow } from '../flow.js';
import { type Mutation, onMutation } from '../mutation.js';
import { isSameOrigin, type Origin, originOf, reassignments } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import { functionAround, isWithin, plain } from '../syntax.js';

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
    const mutations = onMutation(code, (mutation) => {
      const origin = originOf(code, mutation.object);
      if (origin !== undefined) changes.push({ ...mutation, origin });
    });

    return {
      ...mutations,
      CallExpression(node) {
        mutations.CallExpression?.(node);
        const send = findSend(code, node);
        if (send?.message !== undefined) sent.push(...sharedBy(code, send.message, node));
      },
      'Program:exit'() {
        for (const change of changes) {
          const shared = sent.find((at) => isChangedAfter(code, at, change));
          if (shared === undefined) continue;
          const { origin, node } = change;
          const line = shared.call.loc.start.line;
          if (origin.kind === 'variable') context.report({ node, messageId: 'mutated', data: { line } });
          else context.report({ node, messageId: 'field', data: { line, name: origin.name } });
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
  const made = origin?.kind === 'variable' && origin.depth === 0 ? initOf(origin.variable) : node;
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
  return node.type === 'Identifier' || node.type === 'MemberExpression' ? [expression] : [];
}

function isChangedAfter(code: Code, { call, origin, isPerhapsCopied }: Shared, change: Change): boolean {
  if (!isSameOrigin(origin, change.origin) || change.origin.depth < origin.depth) return false;
  const isDirect = change.method === undefined && change.origin.depth === origin.depth;
  if (isPerhapsCopied && isDirect) return false;
  return origin.kind === 'variable'
    ? isVariableChangedAfter(origin.variable, call, change.node)
    : origin.depth === 0 && !isHandedOver(code, call, origin.name);
}

function isVariableChangedAfter(
  variable: TSESLint.Scope.Variable,
  call: TSESTree.Node,
  change: TSESTree.Node,
): boolean {
  const [definition] = variable.defs;
  const isReplaced = reassignments(variable).some(
    (at) => mayFollow(call, at, undefined) && at.range[0] < change.range[0],
  );
  return !isReplaced && mayFollow(call, change, definition?.node);
}

/** Whether the function that sends a field also puts something else in its place: what was sent is the receiver's then. */
function isHandedOver(code: Code, call: TSESTree.Node, name: string): boolean {
  const around = functionAround(call);
  return (
    around !== undefined &&
    new RegExp(`this\\.${name}\\s*=[^=]`).test(code.getText(around)) &&
    isWithin(call, around)
  );
}
