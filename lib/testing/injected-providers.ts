import { ActorRef, type ActorClass, type ActorDefinition, MailboxRuntime } from '../runtime/index.js';
import type { MailboxTestKit } from './mailbox-test-kit.js';

/** A provider of the application that actors were given. */
export interface InjectedProvider {
  readonly name: string;
  readonly instance: object;
  /** The names of the actors that were given it, in order. */
  readonly actors: readonly string[];
}

interface GivenParameter {
  readonly index: number;
  readonly param: unknown;
}

interface GivenProperty {
  readonly type: unknown;
}

/** The providers that an application's actors were given. What Nest makes anew for each of them is nobody else's, and not among them. */
export function injectedProviders(
  definitions: readonly ActorDefinition[],
  kit: MailboxTestKit,
): readonly InjectedProvider[] {
  const found = new Map<object, { readonly name: string; readonly actors: Set<string> }>();
  for (const { name: actor, classes } of definitions) {
    for (const token of classes[0] === undefined ? [] : tokensOf(classes[0])) {
      const instance = find(kit, token);
      if (instance === undefined) continue;
      const known = found.get(instance) ?? { name: nameOf(token), actors: new Set<string>() };
      found.set(instance, known);
      known.actors.add(actor);
    }
  }
  return Array.from(found, ([instance, { name, actors }]) => ({
    name,
    instance,
    actors: [...actors].sort(),
  }));
}

function tokensOf(actor: ActorClass): readonly unknown[] {
  const parameters = [...((Reflect.getMetadata('design:paramtypes', actor) ?? []) as unknown[])];
  for (const { index, param } of (Reflect.getMetadata('self:paramtypes', actor) ?? []) as GivenParameter[])
    parameters[index] = param;
  const properties = (Reflect.getMetadata('self:properties_metadata', actor) ?? []) as GivenProperty[];
  return [...parameters, ...properties.map(({ type }) => type)].map(unwrap);
}

function unwrap(token: unknown): unknown {
  const forward = (token as { readonly forwardRef?: unknown } | null)?.forwardRef;
  return typeof forward === 'function' ? (forward as () => unknown)() : token;
}

function find(kit: MailboxTestKit, token: unknown): object | undefined {
  try {
    const provider: unknown = kit.get(token as string);
    const isObject = typeof provider === 'object' && provider !== null;
    return !isObject || provider instanceof ActorRef || provider instanceof MailboxRuntime
      ? undefined
      : provider;
  } catch {
    return undefined; // it is made anew for each who asks
  }
}

function nameOf(token: unknown): string {
  return typeof token === 'function' ? token.name : String(token);
}
