import type { TSESTree } from '@typescript-eslint/utils';
import { handlerLike, isActorClass, isHandler, lineage } from './actor-class.js';
import { findField, mayBe } from './class-of.js';
import type { Kept } from './kept-resolver.js';
import { findClass, findVariable } from './names.js';
import type { Origin } from './origin.js';
import type { Code } from './rule.js';
import { handsOn, type KeptIn, settles } from './settling-call.js';
import { CHAIN } from './shared-work.js';
import {
  classOfMember,
  classOfThis,
  decoratorsOf,
  type FunctionNode,
  functionAround,
  isFunction,
  isWithin,
  memberName,
  methodAround,
  methodCall,
  nameOf,
  wrapped,
} from './syntax.js';
import { isView } from './view.js';

/** Methods that call back whenever something comes, and not at once. */
const LISTENING: ReadonlySet<string> = new Set(['addEventListener', 'addListener', 'on', 'subscribe']);

const TIMERS: ReadonlySet<string> = new Set(['setImmediate', 'setInterval', 'setTimeout']);

/** Who settles what is kept in a field or a variable, and who waits for it, as far as one file says it. */
export class Settlement {
  constructor(
    private readonly code: Code,
    private readonly calls: readonly TSESTree.CallExpression[],
    private readonly sends: readonly TSESTree.CallExpression[],
  ) {}

  /**
   * Whether the function that makes a promise sends as well, or is called by one of its class that sends then, and waits after that;
   * and the file does not show that somebody else settles it.
   */
  isRequest(kept: Kept): boolean {
    if (
      !kept.isKeyed ||
      (typeof kept.place === 'object' && this.#isBySomebodyElse({ ...kept, place: kept.place }))
    )
      return false;
    return (
      this.#sendsIn(functionAround(kept.promise) ?? kept.promise).length > 0 ||
      this.#waits(kept).some(
        (wait) =>
          methodCall(wait)?.object.type === 'ThisExpression' &&
          this.#sendsBefore(wait).some((send) => wait.range[1] <= send.range[0]),
      )
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

  /** Whether the file shows who settles what only it can reach, and none of them is a handler: a listener, a route, the holder of a lock. */
  #isBySomebodyElse(kept: KeptIn): boolean {
    const settlers = this.calls.filter(
      (call) =>
        (settles(this.code, call, kept) || handsOn(this.code, call, kept)) &&
        methodAround(call) !== methodAround(kept.promise),
    );
    return (
      settlers.length > 0 &&
      isHidden(this.code, kept.place) &&
      settlers.every((call) => this.#isNoHandlers(call, kept))
    );
  }

  /** Whether a call is visibly made by code that no handler reaches, or that waits for the promise itself. */
  #isNoHandlers(call: TSESTree.Node, kept: KeptIn, seen = new Set<TSESTree.Node>()): boolean {
    const method = methodAround(call);
    if (this.#waits(kept).some((wait) => isWithin(wait, method))) return true;
    if (this.#isInHandler(call)) return false;
    if (isCalledBack(this.code, call)) return true;
    if (!isFunction(method) || seen.has(method)) return false;
    seen.add(method);
    const { parent } = method;
    if (decoratorsOf(parent).length > 0) return true;
    const callers = this.calls.filter((at) => this.#mayRun(at, method) && methodAround(at) !== method);
    const others = callers.filter((at) => methodAround(at) !== methodAround(kept.promise));
    // What only the code that made the promise sets going is its own affair.
    const isCalled = others.length > 0 || (callers.length > 0 && isInner(this.code, method));
    return isCalled && others.every((at) => this.#isNoHandlers(at, kept, seen));
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
      return (owner === undefined || !isActorClass(this.code, owner)) && this.#sendsBefore(wait).length > 0;
    });
  }

  /** What the function around a wait sends before it goes on to wait: not with what it waited for, and not in what is called then. */
  #sendsBefore(wait: TSESTree.CallExpression): readonly TSESTree.CallExpression[] {
    const around = functionAround(wait);
    if (around === undefined) return [];
    const chain = chainAround(wait);
    const isAtOnce = chain.parent?.type === 'AwaitExpression' || chain.parent?.type === 'ForOfStatement';
    return this.#sendsIn(around).filter((send) =>
      isAtOnce ? send.range[1] <= wait.range[0] : !isWithin(send, chain) && !isWithin(wait, send),
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

/** `wait().then(…).finally(…)`, as far as it goes. */
function chainAround(wait: TSESTree.Node): TSESTree.Node {
  const node = wrapped(wait);
  const call = node.parent?.type === 'MemberExpression' ? wrapped(node.parent).parent : undefined;
  const name = call && methodCall(call)?.name;
  return call && name !== undefined && CHAIN.has(name) ? chainAround(call) : node;
}

function isInListener(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  for (let at = functionAround(node); at !== undefined && at !== outer; at = functionAround(at)) {
    if (LISTENING.has(methodCall(at.parent)?.name ?? '')) return true;
  }
  return false;
}

/** Whether a node is in what a listener, a timer or `onmessage` calls; not in what watches the runtime. */
function isCalledBack(code: Code, node: TSESTree.Node): boolean {
  for (let at = functionAround(node); at !== undefined; at = functionAround(at)) {
    const { parent } = at;
    if (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
      return /^on[a-z]/.test(nameOf(parent.left) ?? '');
    if (parent.type !== 'CallExpression') continue;
    const call = methodCall(parent);
    if (call !== undefined && LISTENING.has(call.name)) return !isView(code, call.object);
    if (parent.callee.type === 'Identifier' && TIMERS.has(parent.callee.name)) return true;
  }
  return false;
}

/** A field that only its class reaches, or a variable that the file does not export. */
function isHidden(code: Code, place: Origin): boolean {
  if (place.kind === 'variable')
    return place.variable.defs.every(({ node }) => node.parent?.parent?.type !== 'ExportNamedDeclaration');
  const field = findField(code, place.owner, place.name)?.declaration;
  return place.name.startsWith('#') || (field !== undefined && isPrivate(field));
}

/** A method that only its class reaches, or a function that the file only calls. */
function isInner(code: Code, node: FunctionNode): boolean {
  const { parent } = node;
  if (classOfMember(node) !== undefined)
    return memberName(node)?.startsWith('#') === true || isPrivate(parent);
  const name = node.type === 'FunctionDeclaration' ? node.id : undefined;
  const references = (name && findVariable(code, name)?.references) ?? [];
  return (
    !parent.type.startsWith('Export') &&
    references.length > 0 &&
    references.every(({ identifier: at }) => at.parent?.type === 'CallExpression' && at.parent.callee === at)
  );
}

function isPrivate(member: TSESTree.Node): boolean {
  return 'accessibility' in member && member.accessibility === 'private';
}
