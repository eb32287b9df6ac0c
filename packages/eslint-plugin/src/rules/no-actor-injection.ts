import type { TSESTree } from '@typescript-eslint/utils';
import { findDecorator, isActorClass } from '../actor-class.js';
import { knownTypeOf } from '../known-type.js';
import { findClass, findImport } from '../names.js';
import { type Code, createRule, type Rule } from '../rule.js';
import {
  annotationOf,
  boundNode,
  type ClassNode,
  decoratorsOf,
  isFunction,
  methodCall,
  nameOf,
} from '../syntax.js';

type Id = 'injected' | 'fetched' | 'mistyped';

/** Decorators of classes that hold data: of TypeORM, MikroORM, Mongoose, Sequelize and GraphQL. */
const OF_DATA: ReadonlySet<string> = new Set([
  'ArgsType',
  'ChildEntity',
  'Embeddable',
  'Entity',
  'InputType',
  'InterfaceType',
  'ObjectType',
  'Schema',
  'Table',
  'ViewEntity',
]);

/** Files of classes that hold data: the `MovieActor` of './movie-actor.entity.js' plays in films. */
const FILE_OF_DATA = /\.(args|dto|entity|input|model|object|schema|type|vo)(\.[cm]?[jt]s)?$/;

/** Reports actors where Nest would be asked for their instance. */
export const noActorInjection: Rule<Id> = createRule({
  description: 'Nobody gets hold of an actor: inject a ref to it.',
  messages: {
    injected:
      '{{name}} is an actor, and nobody holds its instance; the application would not boot. Inject its address: `@InjectActor({{name}}) ref: ActorRef<{{name}}>`.',
    mistyped:
      '`@InjectActor` gives an address of {{name}}, not an actor: its type is `ActorRef<{{name}}>`, which has `tell` and nothing else.',
    fetched:
      '{{name}} is an actor: `ModuleRef.{{method}}` throws, or gives an object that no message ever reaches. Tell it a message, by `@InjectActor({{name}})` or `MailboxRuntime`.',
  },
  create(context) {
    const code = context.sourceCode;

    const report = (token: TSESTree.Node | undefined): void => {
      const node = token && tokenOf(code, token);
      const name = node && actorName(code, node);
      if (node !== undefined && name !== undefined) {
        context.report({ node, messageId: 'injected', data: { name } });
      }
    };

    /** A ref whose type is the actor: the compiler cannot know what a decorator injects. */
    const reportType = (node: TSESTree.Parameter | TSESTree.PropertyDefinition): void => {
      const bound = boundNode(node);
      const isRef = [node, bound].some((at) => findDecorator(code, at, 'InjectActor') !== undefined);
      const type = isRef ? annotationOf(bound) : undefined;
      const name = type?.type === 'TSTypeReference' ? actorName(code, type.typeName) : undefined;
      if (type !== undefined && name !== undefined) {
        context.report({ node: type, messageId: 'mistyped', data: { name } });
      }
    };

    const onClass = (node: ClassNode): void => {
      for (const member of node.body.body) {
        if (member.type === 'PropertyDefinition') {
          report(injectedToken(code, member)?.token);
          reportType(member);
        }
        if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
        for (const parameter of member.value.params) {
          reportType(parameter);
          const injected = injectedToken(code, parameter) ?? injectedToken(code, boundNode(parameter));
          const isProvided = isMadeByNest(code, node) && !isTakenByOther(code, parameter);
          if (injected !== undefined) report(injected.token);
          else if (isProvided) report(typeNameOf(code, parameter));
        }
      }
    };

    return {
      ClassDeclaration: onClass,
      ClassExpression: onClass,
      ObjectExpression({ properties }) {
        const find = (name: string): TSESTree.Node | undefined => {
          const found = properties.find((at) => at.type === 'Property' && nameOf(at) === name);
          return found?.type === 'Property' ? found.value : undefined;
        };
        const tokens = find('inject');
        if (find('useFactory') !== undefined && tokens?.type === 'ArrayExpression') {
          for (const token of tokens.elements) report(token ?? undefined);
        }
        if (find('provide') !== undefined) report(find('useExisting'));
      },
      CallExpression(node) {
        const call = methodCall(node);
        const [token] = node.arguments;
        if (call === undefined || token === undefined || !['get', 'resolve', 'create'].includes(call.name))
          return;
        const name = actorName(code, token);
        if (name === undefined || knownTypeOf(code, call.object) !== 'ModuleRef') return;
        context.report({ node: token, messageId: 'fetched', data: { name, method: call.name } });
      },
    };
  },
});

/** Without a decorator Nest does not know the parameters of a class; and what holds data it does not make. */
function isMadeByNest(code: Code, node: ClassNode): boolean {
  return decoratorsOf(node).some(({ expression }) => {
    const found = findImport(code, expression.type === 'CallExpression' ? expression.callee : expression);
    return found === undefined || !OF_DATA.has(found.name);
  });
}

/** The token of `@Inject(...)` on a parameter or a property. */
function injectedToken(
  code: Code,
  node: TSESTree.Node,
): { readonly token: TSESTree.Node | undefined } | undefined {
  for (const { expression } of decoratorsOf(node)) {
    if (expression.type !== 'CallExpression') continue;
    const found = findImport(code, expression.callee);
    if (found?.name === 'Inject' && found.source === '@nestjs/common' && expression.arguments.length > 0) {
      return { token: expression.arguments[0] };
    }
  }
  return undefined;
}

/** Whether a decorator other than Nest's own says where the value comes from: `@InjectActor(X)`, `@InjectRepository(Y)`. */
function isTakenByOther(code: Code, parameter: TSESTree.Parameter): boolean {
  return [...decoratorsOf(parameter), ...decoratorsOf(boundNode(parameter))].some(({ expression }) => {
    const found = findImport(code, expression.type === 'CallExpression' ? expression.callee : expression);
    return found?.source !== '@nestjs/common';
  });
}

/** The class that a parameter's type leaves behind for Nest to find; a type-only import leaves none. */
function typeNameOf(code: Code, parameter: TSESTree.Parameter): TSESTree.Node | undefined {
  const type = annotationOf(boundNode(parameter));
  if (type?.type !== 'TSTypeReference') return undefined;
  return findImport(code, type.typeName)?.isTypeOnly === true ? undefined : type.typeName;
}

/** The class within `forwardRef(() => OrderActor)` and `{ token: OrderActor, optional: true }`. */
function tokenOf(code: Code, node: TSESTree.Node): TSESTree.Node | undefined {
  if (node.type === 'CallExpression') {
    const [thunk] = node.arguments;
    const isForward = findImport(code, node.callee)?.name === 'forwardRef';
    return isForward && thunk !== undefined && isFunction(thunk) ? thunk.body : undefined;
  }
  if (node.type !== 'ObjectExpression') return node;
  const token = node.properties.find((at) => at.type === 'Property' && nameOf(at) === 'token');
  return token?.type === 'Property' ? token.value : undefined;
}

/**
 * The name of an actor class, if a name stands for one: decorated in this file; or imported, and called `…Actor`, or like the file
 * it comes from (`Order` from './order.actor.js').
 */
function actorName(code: Code, node: TSESTree.Node): string | undefined {
  const own = findClass(code, node);
  if (own !== undefined) return isActorClass(code, own) ? own.id?.name : undefined;
  const found = findImport(code, node);
  if (found === undefined || found.source.startsWith('nestjs-mailbox') || FILE_OF_DATA.test(found.source))
    return undefined;
  const isNamed = /\wActor$/.test(found.name) || found.name === classOfFile(found.source);
  return isNamed ? found.name : undefined;
}

function classOfFile(path: string): string | undefined {
  const [, file] = /([\w-]+)\.actor(?:\.[cm]?[jt]s)?$/.exec(path) ?? [];
  return file?.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
