import type { TSESTree } from '@typescript-eslint/utils';
import { calledFunction, parameterOf } from './called-function.js';
import type { Kept } from './kept-resolver.js';
import { findVariable } from './names.js';
import { isSameOrigin, type Origin, placeOf } from './origin.js';
import type { Code } from './rule.js';
import { methodCall, nameOf, plain, wrapped } from './syntax.js';

/** What answers a request and ends it, of a response object. */
const ANSWERS: ReadonlySet<string> = new Set([
  'end',
  'json',
  'jsonp',
  'redirect',
  'render',
  'send',
  'sendFile',
  'sendStatus',
]);

/** What gives the response object itself. */
const STEPS: ReadonlySet<string> = new Set(['code', 'header', 'set', 'setHeader', 'status', 'type']);

/** A resolver that is kept in a field or a variable. */
export interface KeptIn extends Kept {
  readonly place: Origin;
}

/** What is done to a map of resolvers itself, and settles none of them. */
const CONTAINER =
  /^(add|at|clear|concat|delete|entries|every|filter|find|findIndex|flat|forEach|get|has|includes|indexOf|keys|map|pop|push|set|shift|slice|some|sort|splice|unshift|values)$/;

/** Whether a call settles what is kept: of a container, an element; its own methods settle none. */
export function settles(
  code: Code,
  call: TSESTree.CallExpression,
  { place, isKeyed, isConnection }: KeptIn,
): boolean {
  const callee = isConnection === true ? endedBy(call) : plain(call.callee);
  if (callee === undefined) return false;
  if (callee.type === 'Identifier' && isFunctionName(code, callee)) return false;
  if (!isSameOrigin(placeOf(code, callee), place)) return false;
  const name = callee.type === 'MemberExpression' ? nameOf(callee) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined) return true;
  const isOfContainer = isKeyed && placeOf(code, callee.object)?.path.length === 0;
  return !isOfContainer && !CONTAINER.test(name);
}

/** Whether a call hands what is kept on to a function of this file that settles it. */
export function handsOn(code: Code, call: TSESTree.CallExpression, { place }: KeptIn): boolean {
  const called = calledFunction(code, call);
  return (
    called !== undefined &&
    call.arguments.some((given, index) => {
      const parameter = isSameOrigin(placeOf(code, given), place)
        ? parameterOf(code, called, index)
        : undefined;
      return parameter?.references.some(({ identifier }) => isCalled(identifier)) === true;
    })
  );
}

/** `done()`, and `job.done()`. */
function isCalled(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === 'CallExpression') return parent.callee === node;
  return parent?.type === 'MemberExpression' && parent.object === node && isCalled(wrapped(parent));
}

/** What a call ends, as a request is ended: `next()`, or the response of `response.status(200).json(body)`; not one that is written to. */
function endedBy(call: TSESTree.CallExpression): TSESTree.Node | undefined {
  const callee = plain(call.callee);
  const name = callee.type === 'MemberExpression' ? nameOf(callee) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined) return callee;
  if (!ANSWERS.has(name) || (name === 'end' && call.arguments.length === 0)) return undefined;
  let object = plain(callee.object);
  for (let at = methodCall(object); at !== undefined && STEPS.has(at.name); at = methodCall(object))
    object = plain(at.object);
  return object;
}

function isFunctionName(code: Code, node: TSESTree.Identifier): boolean {
  return findVariable(code, node)?.defs.some(({ node: { type } }) => type === 'FunctionDeclaration') === true;
}
