import type { FactoryProvider } from '@nestjs/common';
import type { ActorRef } from '../runtime/actor-ref.js';
import { lazyRef, MailboxRuntime } from '../runtime/runtime.js';
import { type ActorToken, actorTokenOf, recordedActorNames } from './actor-token.js';
import type { InstanceWrapper, NestModule } from './nest-container.js';

type ActorRefProvider = FactoryProvider<ActorRef> & { readonly provide: ActorToken };
type RefFactory = (runtime: MailboxRuntime) => ActorRef;

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

/** Adds the refs that a lazily loaded file has mentioned, to a module that was put together before. */
export function addActorRefs(module: NestModule): void {
  for (const provider of actorRefProviders()) {
    if (module.providers.has(provider.provide)) continue;
    module.addProvider(provider);
    module.addExportedProviderOrModule(provider.provide);
  }
}

function refProvider(name: string): ActorRefProvider {
  const useFactory: RefFactory = (runtime) => lazyRef(runtime, name);
  names.set(useFactory, name);
  return { provide: actorTokenOf(name), useFactory, inject: [MailboxRuntime] };
}
