import type { TSESTree } from '@typescript-eslint/utils';
import { findImport, findVariable, type Import } from './names.js';
import type { Code } from './rule.js';
import {
  decoratorsOf,
  functionAround,
  isFunction,
  methodCall,
  nameOf,
  outcomesOf,
  plain,
  wrapped,
} from './syntax.js';
import { givenByMember, isView } from './view.js';

const PROMISES: ReadonlySet<string | undefined> = new Set(['firstValueFrom', 'lastValueFrom']);

/** Decorators of methods of which Nest awaits the Observable that they return, and answers with its last value. */
const ROUTES: Readonly<Record<string, ReadonlySet<string>>> = {
  '@nestjs/common': new Set(['All', 'Delete', 'Get', 'Head', 'Options', 'Patch', 'Post', 'Put', 'Search']),
  '@nestjs/graphql': new Set(['Mutation', 'Query']),
};

/** Decorators of methods whose Observable may well be a stream for the client; not, where it ends with its first value. */
const STREAMING_ROUTES: Readonly<Record<string, ReadonlySet<string>>> = {
  '@nestjs/microservices': new Set(['GrpcMethod', 'MessagePattern']),
  '@nestjs/websockets': new Set(['SubscribeMessage']),
};

/** Methods of an interceptor and of a guard: Nest waits for what they return before it answers, or calls the route. */
const ENHANCERS: ReadonlySet<string | undefined> = new Set(['canActivate', 'intercept']);

/** Operators that end a stream with a value. */
const ENDING: ReadonlySet<string | undefined> = new Set([
  'elementAt',
  'find',
  'first',
  'last',
  'reduce',
  'single',
  'take',
  'toArray',
]);

/** What answers a request, of a response object. */
const ANSWERS: ReadonlySet<string> = new Set(['json', 'redirect', 'render', 'send', 'sendStatus']);

/** Whether a call makes a promise of a view. */
export function awaitsView(code: Code, node: TSESTree.CallExpression): boolean {
  const [source] = node.arguments;
  if (source !== undefined && PROMISES.has(findImport(code, node.callee)?.name)) return isView(code, source);
  const call = methodCall(node);
  if (call?.name === 'toPromise') return isView(code, call.object);
  return call?.name === 'forEach' && isUsed(node) && isPiped(call.object) && isStream(code, call.object);
}

/** Whether a route, an interceptor or a guard returns a view: Nest makes the promise. */
export function answersWithView(code: Code, node: TSESTree.ReturnStatement): boolean {
  const { argument: returned } = node;
  const method = functionAround(node)?.parent;
  if (returned === null || method?.type !== 'MethodDefinition') return false;
  const streams = outcomesOf(returned).filter((at) => isStream(code, at));
  if (streams.length === 0) return false;
  return (
    ENHANCERS.has(nameOf(method)) ||
    hasDecorator(code, method, ROUTES) ||
    (hasDecorator(code, method, STREAMING_ROUTES) && streams.some((at) => isEnding(code, at)))
  );
}

/** Whether a subscriber of a view answers the request with what it sees: `@Res() response` of a route. */
export function respondsWithView(code: Code, node: TSESTree.CallExpression): boolean {
  const call = methodCall(node);
  if (call === undefined || !ANSWERS.has(call.name)) return false;
  const response = rootOf(call.object);
  const parameter = response.type === 'Identifier' ? findVariable(code, response)?.defs[0] : undefined;
  if (parameter === undefined || !isFunction(parameter.node)) return false;
  const isResponse = decoratorsOf(parameter.name).some((decorator) =>
    ['Res', 'Response'].includes(importOfDecorator(code, decorator)?.name ?? ''),
  );
  return isResponse && isInSubscriber(code, node);
}

function isInSubscriber(code: Code, node: TSESTree.Node): boolean {
  for (let at = functionAround(node); at !== undefined; at = functionAround(at)) {
    const { parent } = at;
    const isNext = parent.type === 'Property' && nameOf(parent) === 'next';
    const call = isNext ? parent.parent.parent : parent;
    const method = methodCall(call);
    if (method?.name === 'subscribe' && isView(code, method.object)) return true;
  }
  return false;
}

/** `response` in `response.status(200).json(...)`. */
function rootOf(node: TSESTree.Node): TSESTree.Node {
  const call = methodCall(node);
  return call === undefined ? plain(node) : rootOf(call.object);
}

function isEnding(code: Code, expression: TSESTree.Node): boolean {
  const node = givenByMember(code, plain(expression)) ?? plain(expression);
  return (
    node.type === 'CallExpression' &&
    methodCall(node)?.name === 'pipe' &&
    node.arguments.some(
      (operator) => operator.type === 'CallExpression' && ENDING.has(findImport(code, operator.callee)?.name),
    )
  );
}

function hasDecorator(
  code: Code,
  method: TSESTree.MethodDefinition,
  names: Readonly<Record<string, ReadonlySet<string>>>,
): boolean {
  return decoratorsOf(method).some((decorator) => {
    const found = importOfDecorator(code, decorator);
    return found !== undefined && Object.hasOwn(names, found.source) && names[found.source]?.has(found.name);
  });
}

function importOfDecorator(code: Code, { expression }: TSESTree.Decorator): Import | undefined {
  return findImport(code, expression.type === 'CallExpression' ? expression.callee : expression);
}

function isUsed(node: TSESTree.Node): boolean {
  const { parent } = wrapped(node);
  return (
    parent?.type !== 'ExpressionStatement' &&
    !(parent?.type === 'UnaryExpression' && parent.operator === 'void')
  );
}

function isPiped(node: TSESTree.Node): boolean {
  return methodCall(plain(node))?.name === 'pipe';
}

/** Whether an expression is a view, and a stream: what a function counts in the activity is none. */
function isStream(code: Code, expression: TSESTree.Node): boolean {
  return isView(code, expression) && isEnd(code, expression);
}

/** Whether what a pipe begins with can be a stream. */
function isEnd(code: Code, expression: TSESTree.Node, seen = new Set<TSESTree.Node>()): boolean {
  const node = plain(expression);
  if (seen.has(node)) return false;
  seen.add(node);
  const given = givenByMember(code, node);
  if (given !== undefined) return isEnd(code, given, seen);
  switch (node.type) {
    case 'MemberExpression':
      return nameOf(node) === 'activity' || nameOf(node) === 'stream';
    case 'CallExpression': {
      const call = methodCall(node);
      if (call !== undefined) return call.name === 'pipe' && isEnd(code, call.object, seen);
      return findImport(code, node.callee)?.source === 'rxjs';
    }
    case 'Identifier':
      return (findVariable(code, node)?.defs ?? []).some(({ node: definition }) => {
        if (definition.type !== 'VariableDeclarator' || definition.init === null) return false;
        if (definition.id.type === 'ObjectPattern')
          return definition.id.properties.some((at) => at.type === 'Property' && nameOf(at) === 'activity');
        return definition.init.type === 'NewExpression' || isEnd(code, definition.init, seen);
      });
    default:
      return outcomesOf(node).some((at) => at !== node && isEnd(code, at, seen));
  }
}
