import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { findDecorator, isHandler, isHook, lineage } from './actor-class.js';
import { findImport, findVariable, libraryName, TRANSPARENT } from './names.js';
import type { Code } from './rule.js';
import {
  annotationOf,
  boundNode,
  type ClassNode,
  classOfThis,
  decoratorsOf,
  type FunctionNode,
  isFunction,
  isWithin,
  methodCall,
  nameOf,
  plain,
} from './syntax.js';

/** The types whose values the rules tell apart. */
export type KnownType = 'ActorRef' | 'MailboxRuntime' | 'ActorContext' | 'ActivationContext' | 'ModuleRef';

const SOURCES: Readonly<Record<KnownType, RegExp>> = {
  ActorRef: /^nestjs-mailbox(\/runtime)?$/,
  MailboxRuntime: /^nestjs-mailbox(\/runtime)?$/,
  ActorContext: /^nestjs-mailbox(\/runtime)?$/,
  ActivationContext: /^nestjs-mailbox(\/runtime)?$/,
  ModuleRef: /^@nestjs\/core$/,
};

/**
 * The known type of an expression, as far as this file says it: by an annotation, a decorator, or the call that a value comes from.
 * There is no type information behind it; what another file declares is not known.
 */
export function knownTypeOf(code: Code, expression: TSESTree.Node): KnownType | undefined {
  return new Search(code).ofExpression(expression);
}

class Search {
  readonly #code: Code;
  /** Names may be defined by each other in a circle. */
  readonly #seen = new Set<unknown>();

  constructor(code: Code) {
    this.#code = code;
  }

  ofExpression(node: TSESTree.Node): KnownType | undefined {
    if (this.#seen.has(node)) return undefined;
    this.#seen.add(node);
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
        return this.#ofType(node.typeAnnotation) ?? this.ofExpression(node.expression);
      case 'ChainExpression':
      case 'TSNonNullExpression':
        return this.ofExpression(node.expression);
      case 'Identifier':
        return this.#ofVariable(findVariable(this.#code, node));
      case 'MemberExpression':
        return this.#ofMember(node);
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
        return this.#ofName(node.callee);
      case 'AwaitExpression':
        return this.ofExpression(node.argument);
      case 'AssignmentExpression':
        return this.ofExpression(node.right);
      case 'LogicalExpression':
        return this.ofExpression(node.left) ?? this.ofExpression(node.right);
      case 'ConditionalExpression':
        return this.ofExpression(node.consequent) ?? this.ofExpression(node.alternate);
      default:
        return undefined;
    }
  }

  #ofMember(node: TSESTree.MemberExpression): KnownType | undefined {
    const name = nameOf(node);
    if (name === undefined) return undefined;
    if (plain(node.object).type !== 'ThisExpression') return this.#ofProperty(node.object, name);
    const owner = classOfThis(node);
    return owner === undefined ? undefined : this.#ofField(owner, name);
  }

  #ofProperty(object: TSESTree.Node, name: string): KnownType | undefined {
    return name === 'self' && isContext(this.ofExpression(object)) ? 'ActorRef' : undefined;
  }

  #ofCall(node: TSESTree.CallExpression): KnownType | undefined {
    const call = methodCall(node);
    if (call?.name === 'get' || call?.name === 'resolve') return this.#ofToken(node.arguments[0]);
    if (call?.name !== 'ref') return undefined;
    const type = this.ofExpression(call.object);
    return type === 'MailboxRuntime' || isContext(type) ? 'ActorRef' : undefined;
  }

  /** What Nest gives for a token: `app.get(MailboxRuntime)`, `@Inject(getActorToken(OrderActor))`. */
  #ofToken(token: TSESTree.Node | undefined): KnownType | undefined {
    if (token === undefined) return undefined;
    if (token.type !== 'CallExpression') return this.#ofName(token);
    return libraryName(this.#code, token.callee) === 'getActorToken' ? 'ActorRef' : undefined;
  }

  #ofVariable(variable: TSESLint.Scope.Variable | undefined): KnownType | undefined {
    for (const { node, name } of variable?.defs ?? []) {
      const type = isFunction(node)
        ? this.#ofParameter(node, name)
        : node.type === 'VariableDeclarator'
          ? this.#ofDeclarator(node, name)
          : undefined;
      if (type !== undefined) return type;
    }
    return undefined;
  }

  #ofParameter(owner: FunctionNode, name: TSESTree.Node): KnownType | undefined {
    const index = owner.params.findIndex((parameter) => isWithin(name, parameter));
    const parameter = owner.params[index];
    if (parameter === undefined || boundNode(parameter) !== name) return undefined;
    return this.#ofDeclaration(parameter) ?? this.#ofPosition(owner, index);
  }

  /** In JavaScript there are no annotations; but what a handler is called with is known. */
  #ofPosition(owner: FunctionNode, index: number): KnownType | undefined {
    if (index === 1 && isHandler(this.#code, owner)) return 'ActorContext';
    return index === 0 && isHook(this.#code, owner) ? 'ActivationContext' : undefined;
  }

  #ofDeclarator({ id, init }: TSESTree.VariableDeclarator, name: TSESTree.Node): KnownType | undefined {
    if (id.type === 'Identifier')
      return this.#ofAnnotation(id) ?? (init ? this.ofExpression(init) : undefined);
    if (id.type !== 'ObjectPattern' || init === null) return undefined;
    const property = id.properties.find((at) => at.type === 'Property' && boundNode(at.value) === name);
    const key = property?.type === 'Property' ? nameOf(property) : undefined;
    if (key === undefined) return undefined;
    const owner = init.type === 'ThisExpression' ? classOfThis(init) : undefined;
    return owner === undefined ? this.#ofProperty(init, key) : this.#ofField(owner, key);
  }

  #ofField(owner: ClassNode, name: string): KnownType | undefined {
    for (const { body } of lineage(this.#code, owner)) {
      for (const member of body.body) {
        const type =
          nameOf(member) === name
            ? this.#ofDeclaration(member)
            : member.type === 'MethodDefinition' && member.kind === 'constructor'
              ? this.#ofConstructor(member.value, name)
              : undefined;
        if (type !== undefined) return type;
      }
    }
    return undefined;
  }

  /** A parameter property, or what the constructor assigns to the field. */
  #ofConstructor({ params, body }: FunctionNode | TSESTree.TSEmptyBodyFunctionExpression, name: string) {
    for (const parameter of params) {
      const bound = boundNode(parameter);
      if (parameter.type === 'TSParameterProperty' && bound.type === 'Identifier' && bound.name === name) {
        return this.#ofDeclaration(parameter);
      }
    }
    for (const statement of body?.type === 'BlockStatement' ? body.body : []) {
      const expression = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
      if (expression?.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression')
        continue;
      const { left, right } = expression;
      if (left.object.type === 'ThisExpression' && nameOf(left) === name) return this.ofExpression(right);
    }
    return undefined;
  }

  /** By annotation, by decorator, or by default: a parameter or a member of a class. */
  #ofDeclaration(node: TSESTree.Parameter | TSESTree.ClassElement): KnownType | undefined {
    const bound = boundNode(node);
    return (
      this.#ofAnnotation(bound) ??
      this.#ofInjection(node) ??
      this.#ofInjection(bound) ??
      this.#ofDefault(node)
    );
  }

  #ofAnnotation(node: TSESTree.Node): KnownType | undefined {
    if (node.type === 'MethodDefinition') {
      return node.kind === 'get' ? this.#ofType(node.value.returnType?.typeAnnotation) : undefined;
    }
    return this.#ofType(annotationOf(node));
  }

  #ofInjection(node: TSESTree.Node): KnownType | undefined {
    if (findDecorator(this.#code, node, 'InjectActor') !== undefined) return 'ActorRef';
    for (const { expression } of decoratorsOf(node)) {
      if (expression.type !== 'CallExpression') continue;
      const decorator = findImport(this.#code, expression.callee);
      if (decorator?.name === 'Inject' && decorator.source === '@nestjs/common') {
        return this.#ofToken(expression.arguments[0]);
      }
    }
    return undefined;
  }

  #ofDefault(node: TSESTree.Node): KnownType | undefined {
    if (node.type === 'TSParameterProperty') return this.#ofDefault(node.parameter);
    if (node.type === 'AssignmentPattern') return this.ofExpression(node.right);
    return node.type === 'PropertyDefinition' && node.value !== null
      ? this.ofExpression(node.value)
      : undefined;
  }

  #ofType(node: TSESTree.TypeNode | undefined): KnownType | undefined {
    if (node === undefined || this.#seen.has(node)) return undefined;
    this.#seen.add(node);
    if (node.type === 'TSUnionType' || node.type === 'TSIntersectionType') {
      for (const part of node.types) {
        const type = this.#ofType(part);
        if (type !== undefined) return type;
      }
    }
    if (node.type !== 'TSTypeReference') return undefined;
    const known = this.#ofName(node.typeName);
    if (known !== undefined || node.typeName.type !== 'Identifier') return known;
    if (TRANSPARENT.has(node.typeName.name)) return this.#ofType(node.typeArguments?.params[0]);
    const alias = findVariable(this.#code, node.typeName)?.defs[0]?.node;
    return alias?.type === 'TSTypeAliasDeclaration' ? this.#ofType(alias.typeAnnotation) : undefined;
  }

  #ofName(node: TSESTree.Node): KnownType | undefined {
    const found = findImport(this.#code, node);
    if (found === undefined || !Object.hasOwn(SOURCES, found.name)) return undefined;
    const name = found.name as KnownType;
    return SOURCES[name].test(found.source) ? name : undefined;
  }
}

export function isContext(type: KnownType | undefined): boolean {
  return type === 'ActorContext' || type === 'ActivationContext';
}
