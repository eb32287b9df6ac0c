import { Inject, Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
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
  constructor(
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(MailboxMetadataAccessor) private readonly metadata: MailboxMetadataAccessor,
    @Inject(MAILBOX_RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
  ) {}

  explore(): Exploration {
    const modules = [...this.modules.values()];
    return {
      actors: modules.flatMap((module) =>
        [...module.providers.values()].flatMap((wrapper) => this.#actors(wrapper)),
      ),
      substitutes: modules.flatMap((module) => this.#substitutes(module)),
      strays: modules.flatMap((module) => this.#strays(module)),
      injections: modules.flatMap(injectionsOf),
      roots: modules.filter((module) => module.providers.has(MAILBOX_OPTIONS)).length,
      optionProblems: this.options.problems,
    };
  }

  #actors(wrapper: InstanceWrapper): FoundActor[] {
    const type = findProvidedClass(wrapper);
    const actor = this.metadata.findActor(type);
    if (type === undefined || actor === undefined) return [];
    return [
      {
        type,
        name: this.metadata.findActor(wrapper.token)?.name ?? actor.name,
        options: actor.options,
        methods: this.metadata.methodsOf(type),
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
    const controllers = [...module.controllers.values()];
    return [
      ...controllers.flatMap((wrapper) => found(wrapper, 'a controller', wrapper.metatype)),
      ...[...module.providers.values()].flatMap((wrapper) => {
        if (wrapper.isAlias) return found(wrapper, 'an alias', findClass(resolveAlias(wrapper)));
        const type = findProvidedClass(wrapper);
        if (type === undefined)
          return found(wrapper, wrapper.inject ? 'a factory' : 'a value', findClass(wrapper));
        return this.metadata.findActor(type) ? [] : found(wrapper, 'a class that is no actor', type);
      }),
    ];
  }

  #strays(module: NestModule): FoundStray[] {
    const wrappers = [...module.providers.values(), ...module.controllers.values()];
    const types = new Set(wrappers.filter(({ isAlias }) => !isAlias).map(findClass));
    return [...types].flatMap((type) => (type === undefined ? [] : this.#straysOf(type, moduleName(module))));
  }

  #straysOf(type: Constructor, module: string): FoundStray[] {
    const { methods, statics } = this.metadata.handlerNamesOf(type);
    const stray = (why: FoundStray['why']) => (method: string) => ({
      className: type.name,
      method,
      module,
      why,
    });
    const outside = this.metadata.findActor(type) === undefined ? methods : [];
    return [...outside.map(stray('no actor')), ...statics.map(stray('static'))];
  }
}

function injectionsOf(module: NestModule): FoundInjection[] {
  const wrappers = [
    ...module.providers.values(),
    ...module.controllers.values(),
    ...module.injectables.values(),
  ];
  return wrappers
    .filter(({ isAlias }) => !isAlias)
    .flatMap((wrapper) =>
      dependenciesOf(wrapper).flatMap(({ token, provider }) =>
        provider === undefined
          ? []
          : [{ consumer: tokenName(wrapper.token), module: moduleName(module), token, provider }],
      ),
    );
}

function moduleName(module: NestModule | undefined): string {
  return module?.metatype.name ?? '(no module)';
}
