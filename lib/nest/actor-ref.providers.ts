import type { FactoryProvider } from '@nestjs/common';
import type { ActorRef } from '../runtime/actor-ref.js';
import { lazyRef, MailboxRuntime } from '../runtime/runtime.js';
import { ActorExplorer } from './actor.explorer.js';
import { type ActorToken, actorTokenOf, recordedActorNames } from './actor-token.js';
import type { InstanceWrapper, NestModule } from './nest-container.js';

type ActorRefProvider = FactoryProvider<ActorRef | undefined> & { readonly provide: ActorToken };
type RefFactory = (runtime: MailboxRuntime, explorer: ActorExplorer) => ActorRef | undefined;

/** Tells our factories from whatever a test has put under their tokens. */
const names = new WeakMap<object, string>();

/** A ref for every actor name that any decorator has mentioned so far; which of them exist, the boot checks find out. */
export function actorRefProviders(): ActorRefProvider[] {
  return recordedActorNames().map(refProvider);
}

/** The name of the actor that a provider gives a ref to; undefined for any other provider, and for an overridden one. */
export function findRefName({ metatype }: InstanceWrapper): string | undefined {
  return typeof metatype === 'function' ? names.get(metatype) : undefined;
}

/**
 * Adds the refs that a lazily loaded file has mentioned, to a module that was put together before; and asks anew for those that were
 * missing, because that file may have the actor.
 */
export function addActorRefs(module: NestModule, isBooted: boolean): void {
  for (const provider of actorRefProviders()) {
    const known = module.providers.get(provider.provide);
    if (known !== undefined && !(isBooted && isMissing(known))) continue;
    module.addProvider(provider);
    module.addExportedProviderOrModule(provider.provide);
  }
}

function isMissing(wrapper: InstanceWrapper): boolean {
  const instance: unknown = wrapper.instance;
  return findRefName(wrapper) !== undefined && (instance === undefined || instance === null);
}

function refProvider(name: string): ActorRefProvider {
  const token = actorTokenOf(name);
  const isDispensable = (explorer: ActorExplorer): boolean => {
    if (explorer.hasActor(name)) return false;
    const injections = explorer.injectionsOf(token);
    return injections.length > 0 && injections.every(({ isOptional }) => isOptional);
  };
  // Where somebody insists on an actor that is missing, the application does not start, and says why.
  const useFactory: RefFactory = (runtime, explorer) =>
    isDispensable(explorer) ? undefined : lazyRef(runtime, name);
  names.set(useFactory, name);
  return { provide: token, useFactory, inject: [MailboxRuntime, ActorExplorer] };
}
