import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { dependenciesOf, resolveAlias } from './dependencies.js';
import type { Exploration, FoundActor, FoundInjection, FoundStray, FoundSubstitute } from './exploration.js';
import { MAILBOX_OPTIONS, MAILBOX_RESOLVED_OPTIONS } from './mailbox.constants.js';
import { MailboxMetadataAccessor } from './mailbox-metadata.accessor.js';
import {
  type Constructor,
  findClass,
  findProvidedClass,
  type InstanceWrapper,
  type NestModule,
  tokenName,
} from './nest-container.js';
import type { ResolvedOptions } from './resolved-options.js';

/** Finds actors, and whatever else in the application's modules concerns them. It judges nothing and runs nothing. */
@Injectable()
export class ActorExplorer {
  #eager: ReadonlySet<NestModule> | undefined;
  #eagerNames: ReadonlySet<string> | undefined;

  constructor(
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(MailboxMetadataAccessor) private readonly metadata: MailboxMetadataAccessor,
    @Inject(MAILBOX_RESOLVED_OPTIONS) private readonly resolved: ResolvedOptions,
  ) {}

  explore(given: Iterable<NestModule>): Exploration {
    const modules = [...given];
    return {
      actors: modules.flatMap((module) =>
        [...module.providers.values()].flatMap((wrapper) => this.#actors(wrapper)),
      ),
      substitutes: modules.flatMap((module) => this.#substitutes(module)),
      strays: this.#strays(modules),
      injections: modules.flatMap(injectionsOf),
      roots: modules.filter((module) => module.providers.has(MAILBOX_OPTIONS)).length,
      options: this.resolved.options,
      optionProblems: this.resolved.problems,
      hearsSigterm: process.listenerCount('SIGTERM') > 0,
      isProduction: process.env['NODE_ENV'] === 'production',
    };
  }

  /** What the application is made of, without what is loaded lazily: Nest's own module, and what the root module imports. */
  eagerModules(): ReadonlySet<NestModule> {
    return (this.#eager ??= withImports([...this.modules.values()].slice(0, 2))); // where Nest itself looks for the root
  }

  /** Whether any module has an actor of that name; as far as Nest has looked at it, if it is being loaded. */
  hasActor(name: string): boolean {
    this.#eagerNames ??= new Set(this.#namesOfActors(this.eagerModules()));
    return this.#eagerNames.has(name) || this.#namesOfActors(this.#lazyModules()).includes(name);
  }

  /** Who asks for a provider, in any module. */
  injectionsOf(token: unknown): readonly FoundInjection[] {
    return [...this.modules.values()]
      .flatMap(injectionsOf)
      .filter(({ provider }) => provider.token === token);
  }

  #lazyModules(): readonly NestModule[] {
    const eager = this.eagerModules();
    return [...this.modules.values()].filter((module) => !eager.has(module));
  }

  #namesOfActors(modules: Iterable<NestModule>): readonly string[] {
    return [...modules]
      .flatMap(({ providers }) => [...providers.values()])
      .flatMap((wrapper) => this.#actors(wrapper))
      .map(({ name }) => name);
  }

  /** The module of a `ModuleRef`, and those that it imports. */
  modulesOf(moduleRef: ModuleRef): ReadonlySet<NestModule> {
    const isIts = (module: NestModule): boolean => module.providers.get(ModuleRef)?.instance === moduleRef;
    return withImports([...this.modules.values()].filter(isIts));
  }

  /** The names of everything in some modules. */
  namesIn(modules: Iterable<NestModule>): ReadonlySet<string> {
    return new Set([...modules].flatMap(injectablesOf).map(consumerName));
  }

  #actors(wrapper: InstanceWrapper): FoundActor[] {
    const type = findProvidedClass(wrapper);
    const actor = this.metadata.findActor(type);
    if (type === undefined || actor === undefined || isEnhancer(wrapper)) return [];
    return [
      {
        type,
        className: tokenName(type),
        name: this.metadata.findActor(wrapper.token)?.name ?? actor.name,
        options: actor.options,
        methods: this.metadata.methodsOf(type),
        properties: this.metadata.propertiesOf(type),
        classKeys: this.metadata.classKeysOf(type),
        token: wrapper.token,
        module: moduleName(wrapper.host),
        wrapper,
      },
    ];
  }

  #substitutes(module: NestModule): FoundSubstitute[] {
    const found = (
      wrapper: InstanceWrapper,
      form: FoundSubstitute['form'],
      type: unknown,
    ): FoundSubstitute[] => {
      const actor = [wrapper.token, type].find(
        (candidate) => this.metadata.findActor(candidate) !== undefined,
      );
      if (actor === undefined) return [];
      return [{ className: tokenName(actor), form, token: wrapper.token, module: moduleName(module) }];
    };
    const { controllers, injectables, middlewares } = module;
    const each = (wrappers: Iterable<InstanceWrapper>, form: FoundSubstitute['form']): FoundSubstitute[] =>
      [...wrappers].flatMap((wrapper) => found(wrapper, form, findClass(resolveAlias(wrapper))));
    return [
      ...each(controllers.values(), 'a controller'),
      ...each(injectables.values(), 'a guard, interceptor, pipe or filter'),
      ...each((middlewares as typeof injectables).values(), 'a middleware'),
      ...[...module.providers.values()].flatMap((wrapper) => {
        if (wrapper.isAlias) return found(wrapper, 'an alias', findClass(resolveAlias(wrapper)));
        const type = findProvidedClass(wrapper);
        if (isEnhancer(wrapper))
          return found(wrapper, 'a guard, interceptor, pipe or filter', findClass(wrapper));
        if (type === undefined)
          return found(wrapper, wrapper.inject ? 'a factory' : 'a value', findClass(wrapper));
        return this.metadata.findActor(type) ? [] : found(wrapper, 'a class that is no actor', type);
      }),
    ];
  }

  #strays(modules: readonly NestModule[]): FoundStray[] {
    const types = new Set(modules.flatMap(injectablesOf).map(findClass));
    return [...types].flatMap((type) => (type === undefined ? [] : this.#straysOf(type)));
  }

  #straysOf(type: Constructor): FoundStray[] {
    const isInActor = this.metadata.findActor(type) !== undefined;
    return this.metadata
      .decoratedMembersOf(type)
      .filter(({ kind }) => !isInActor || kind !== 'method')
      .map((member) => ({ className: tokenName(type), member, isInActor }));
  }
}

function withImports(modules: readonly NestModule[]): ReadonlySet<NestModule> {
  const found = new Set(modules);
  for (const module of found) for (const imported of module.imports) found.add(imported);
  return found;
}

/** Whether Nest uses it on every request of the application: it is provided as `APP_GUARD`, or as another token of that kind. */
function isEnhancer({ subtype }: InstanceWrapper): boolean {
  return subtype !== undefined;
}

/** Everything that Nest makes and injects into; an alias is made elsewhere. */
function injectablesOf(module: NestModule): InstanceWrapper[] {
  const { providers, controllers, injectables, middlewares } = module;
  return [providers, controllers, injectables, middlewares as typeof providers]
    .flatMap((wrappers) => [...wrappers.values()])
    .filter(({ isAlias }) => !isAlias);
}

function injectionsOf(module: NestModule): FoundInjection[] {
  return injectablesOf(module).flatMap((wrapper) =>
    dependenciesOf(wrapper, module).flatMap(({ token, provider, isOptional }) =>
      provider === undefined
        ? []
        : [{ consumer: consumerName(wrapper), module: moduleName(module), token, provider, isOptional }],
    ),
  );
}

/** By its class, where it has one: the token of a guard of the whole application is a random text. */
function consumerName(wrapper: InstanceWrapper): string {
  return tokenName(findProvidedClass(wrapper) ?? wrapper.token);
}

function moduleName(module: NestModule | undefined): string {
  return module?.metatype.name ?? '(no module)';
}
