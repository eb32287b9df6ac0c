import type { TSESTree } from '@typescript-eslint/utils';
import { handlerLike, isActorClass, isHandler, lineage } from './actor-class.js';
import { mayBe } from './class-of.js';
import type { Kept } from './kept-resolver.js';
import { findClass, findVariable } from './names.js';
import { isSameOrigin, type Origin, placeOf } from './origin.js';
import type { Code } from './rule.js';
import {
  classOfMember,
  classOfThis,
  type FunctionNode,
  functionAround,
  isFunction,
  isWithin,
  memberName,
  methodAround,
  methodCall,
  nameOf,
  plain,
  wrapped,
} from './syntax.js';

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

interface KeptIn extends Kept {
  readonly place: Origin;
}

/** What is done to a map of resolvers itself, and settles none of them. */
const CONTAINER =
  /^(add|at|clear|concat|delete|entries|every|filter|find|findIndex|flat|forEach|get|has|includes|indexOf|keys|map|pop|push|set|shift|slice|some|sort|splice|unshift|values)$/;

/** Methods that call back whenever something comes, and not at once. */
const LISTENING: ReadonlySet<string> = new Set(['addEventListener', 'addListener', 'on', 'subscribe']);

/** Who settles what is kept in a field or a variable, and who waits for it, as far as one file says it. */
export class Settlement {
  constructor(
    private readonly code: Code,
    private readonly calls: readonly TSESTree.CallExpression[],
    private readonly sends: readonly TSESTree.CallExpression[],
  ) {}

  /** Whether the function that makes a promise sends as well, or is called by one of its class that sends then, and waits after that. */
  isRequest(kept: Kept): boolean {
    const maker = functionAround(kept.promise);
    return (
      kept.isKeyed &&
      (this.#sendsIn(maker ?? kept.promise).length > 0 ||
        this.#waits(kept).some(
          (wait) =>
            methodCall(wait)?.object.type === 'ThisExpression' &&
            this.#sendsIn(functionAround(wait) ?? wait).some((send) => wait.range[1] <= send.range[0]) &&
            this.#isBeforeWaiting(wait),
        ))
    );
  }

  /**
   * Whether what is kept is settled in a handler, or by what a handler calls: a method of another class, a function. With nothing, a
   * lock is released; but not where somebody who is no actor sends something, and waits.
   */
  isByHandler(kept: KeptIn): boolean {
    const { place, promise } = kept;
    const isOwn = place.kind === 'field' && isActorClass(this.code, place.owner);
    return this.calls.some((call) => {
      if (!settles(this.code, call, kept) || methodAround(call) === methodAround(promise)) return false;
      const isInHandler = this.#isInHandler(call);
      if (isInHandler && isOwn) return true;
      if (!isInHandler && !this.#isCalledByHandler(methodAround(call), kept)) return false;
      return kept.isConnection === true || call.arguments.length > 0 || this.#isAwaitedOutside(kept);
    });
  }

  /** Whether a node is in a handler, or in a method that handlers of its class reach. */
  #isInHandler(node: TSESTree.Node, seen = new Set<FunctionNode>()): boolean {
    const method = handlerLike(this.code, node);
    if (method === undefined || seen.has(method)) return false;
    seen.add(method);
    const owner = classOfMember(method);
    const name = memberName(method);
    if (owner === undefined || name === undefined || isHandler(this.code, method)) return true;
    const isParentElsewhere = lineage(this.code, owner).some(
      ({ superClass }) => superClass !== null && findClass(this.code, superClass) === undefined,
    );
    if (isParentElsewhere) return true;
    return this.calls.some((at) => {
      const call = methodCall(at);
      const isOwn = call?.name === name && call.object.type === 'ThisExpression';
      return isOwn && mayBe(this.code, call.object, owner) && this.#isInHandler(at, seen);
    });
  }

  /** A handler that takes what it gives back holds a lock. */
  #isCalledByHandler(called: TSESTree.Node, kept: Kept): boolean {
    if (!isFunction(called)) return false;
    return this.calls.some((at) => {
      if (!this.#mayRun(at, called) || !this.#isInHandler(at)) return false;
      const handler = methodAround(at);
      return !this.#waits(kept).some((wait) => isWithin(wait, handler));
    });
  }

  /** The calls of the function that makes a promise. */
  #waits({ promise }: Kept): readonly TSESTree.CallExpression[] {
    const maker = methodAround(promise);
    return isFunction(maker) ? this.calls.filter((at) => this.#mayRun(at, maker)) : [];
  }

  #isAwaitedOutside(kept: Kept): boolean {
    return this.#waits(kept).some((wait) => {
      const owner = classOfThis(wait);
      return (owner === undefined || !isActorClass(this.code, owner)) && this.#isBeforeWaiting(wait);
    });
  }

  /** Whether the function around a wait sends something, and goes on to wait only then. */
  #isBeforeWaiting(wait: TSESTree.CallExpression): boolean {
    const around = functionAround(wait);
    const { parent } = wrapped(wait);
    const isAtOnce = parent?.type === 'AwaitExpression' || parent?.type === 'ForOfStatement';
    return (
      around !== undefined && this.#sendsIn(around).some((send) => !isAtOnce || send.range[0] < wait.range[0])
    );
  }

  #sendsIn(around: TSESTree.Node): readonly TSESTree.CallExpression[] {
    return this.sends.filter((send) => isWithin(send, around) && !isInListener(send, around));
  }

  /** Whether a call may be one of a function: by its name, or by the name of a member of something that may have it. */
  #mayRun(call: TSESTree.CallExpression, called: FunctionNode): boolean {
    const owner = classOfMember(called);
    if (owner !== undefined) {
      const method = methodCall(call);
      return (
        method !== undefined && method.name === memberName(called) && mayBe(this.code, method.object, owner)
      );
    }
    const named = called.parent.type === 'VariableDeclarator' ? called.parent : called;
    const { callee } = call;
    const variable = callee.type === 'Identifier' ? findVariable(this.code, callee) : undefined;
    return variable?.defs.some(({ node }) => node === named) === true;
  }
}

function isInListener(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  for (let at = functionAround(node); at !== undefined && at !== outer; at = functionAround(at)) {
    if (LISTENING.has(methodCall(at.parent)?.name ?? '')) return true;
  }
  return false;
}

/** Whether a call settles what is kept: of a container, an element; its own methods settle none. */
function settles(
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
