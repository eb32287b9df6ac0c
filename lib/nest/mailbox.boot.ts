import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { LazyModuleLoader, ModulesContainer } from '@nestjs/core';
import type { ActorDefinition } from '../runtime/actor-definition.js';
import { describeError } from '../runtime/errors.js';
import type { MailboxLogger } from '../runtime/logger.js';
import { MailboxRuntime } from '../runtime/runtime.js';
import { type DefinitionsHook, toDefinition } from './actor.definition.js';
import { ActorExplorer } from './actor.explorer.js';
import { createActorFactory } from './actor.factory.js';
import { addActorRefs } from './actor-ref.providers.js';
import type { BootFinding } from './boot-finding.js';
import { bootLine, MailboxBootError } from './boot-report.js';
import { BOOT_CHECKS } from './checks/boot-checks.js';
import type { Exploration, FoundActor } from './exploration.js';
import { watchLazyModules } from './lazy-modules.js';
import { MAILBOX_DEFINITIONS_HOOK, MAILBOX_LOGGER, MAILBOX_OPTIONS } from './mailbox.constants.js';
import type { InstanceWrapper } from './nest-container.js';

/**
 * Brings found actors to the runtime, or says why not.
 *
 * It belongs to the global module, whose `onModuleInit` is the first of all: from then on what is told is routed, and what was told
 * before, from constructors, is routed now.
 */
@Injectable()
export class MailboxBoot implements OnModuleInit {
  readonly #registered = new Set<InstanceWrapper>();
  #hasBegun = false;

  constructor(
    private readonly explorer: ActorExplorer,
    private readonly runtime: MailboxRuntime,
    private readonly modules: ModulesContainer,
    private readonly lazyModules: LazyModuleLoader,
    @Inject(MAILBOX_DEFINITIONS_HOOK) private readonly hook: DefinitionsHook,
    @Inject(MAILBOX_LOGGER) private readonly logger: MailboxLogger,
  ) {}

  /** Whether the application has been initialised, with whatever outcome. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** @throws MailboxBootError */
  async onModuleInit(): Promise<void> {
    this.#hasBegun = true;
    await this.register();
    watchLazyModules(this.lazyModules, {
      onImported: () => this.#addActorRefs(),
      onLoaded: () => this.register(),
    });
  }

  /**
   * Explores, checks, and registers the actors that were not there before.
   *
   * @throws MailboxBootError with all findings, if one of them is an error; nothing is registered then.
   */
  async register(): Promise<void> {
    const exploration = this.explorer.explore();
    const findings = BOOT_CHECKS.flatMap((check) => [...check(exploration)]);
    const definitions = await this.#define(exploration, findings);
    if (findings.some(({ severity }) => severity === 'error')) throw new MailboxBootError(findings);
    for (const finding of findings) this.logger.warn(bootLine(finding));
    for (const { wrapper } of exploration.actors) this.#registered.add(wrapper);
    this.runtime.register(this.hook(definitions));
  }

  /** Resolves the dependencies of new actors; what Nest cannot resolve is one more finding. */
  async #define({ actors }: Exploration, findings: BootFinding[]): Promise<readonly ActorDefinition[]> {
    const isScoped = new Set(
      findings.filter(({ code }) => code === 'REQUEST_SCOPED').map((found) => found.className),
    );
    const fresh = actors.filter(
      ({ wrapper, type }) => !this.#registered.has(wrapper) && !isScoped.has(type.name),
    );
    const defined = await Promise.all(
      fresh.map(async (actor) => {
        try {
          return [toDefinition(actor, await createActorFactory(actor))];
        } catch (error) {
          findings.push(unresolved(actor, error));
          return [];
        }
      }),
    );
    return defined.flat();
  }

  #addActorRefs(): void {
    for (const module of this.modules.values()) {
      if (module.providers.has(MAILBOX_OPTIONS)) addActorRefs(module);
    }
  }
}

function unresolved({ type, module }: FoundActor, error: unknown): BootFinding {
  return {
    code: 'UNRESOLVED_DEPENDENCY',
    severity: 'error',
    className: type.name,
    cause: `has a dependency that Nest cannot resolve in ${module}: ${describeError(error)}`,
    remedy: 'Provide it in that module, or import the module that exports it.',
  };
}
