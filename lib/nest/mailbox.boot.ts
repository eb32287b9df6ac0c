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
import type { FoundActor } from './exploration.js';
import { ExposedMessages } from './exposed-messages.js';
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
  readonly #known = new Set<InstanceWrapper>();
  readonly #warned = new Set<string>();
  /** Findings that somebody has been refused for: Nest cannot unload the module, and the next one has nothing to do with it. */
  readonly #refused = new Set<string>();
  #hasBegun = false;

  constructor(
    @Inject(ActorExplorer) private readonly explorer: ActorExplorer,
    @Inject(MailboxRuntime) private readonly runtime: MailboxRuntime,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(LazyModuleLoader) private readonly lazyModules: LazyModuleLoader,
    @Inject(MAILBOX_DEFINITIONS_HOOK) private readonly hook: DefinitionsHook,
    @Inject(ExposedMessages) private readonly exposed: ExposedMessages,
    @Inject(MAILBOX_LOGGER) private readonly logger: MailboxLogger,
  ) {}

  /** Whether the application has been initialised, with whatever outcome. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** @throws MailboxBootError */
  async onModuleInit(): Promise<void> {
    if (this.#hasBegun) return; // a microservice's init() calls every hook twice
    this.#hasBegun = true;
    await this.register();
    watchLazyModules(this.lazyModules, {
      onImported: () => this.#addActorRefs(),
      onLoaded: (moduleRef) => this.register(this.explorer.namesIn(moduleRef)),
    });
  }

  /**
   * Explores, checks, and registers the actors that were not there before.
   *
   * @param loaded The names of everything in the module that is being loaded.
   * @throws MailboxBootError with all findings, if one of them is an error that was not told before, or that is about what is being
   * loaded, however often that is tried; nothing is registered then.
   */
  async register(loaded?: ReadonlySet<string>): Promise<void> {
    const exploration = this.explorer.explore();
    const findings = BOOT_CHECKS.flatMap((check) => [...check(exploration)]);
    const faulty = new Set(findings.filter(isError).map(({ className }) => className));
    const fresh = exploration.actors.filter(
      ({ wrapper, className }) => !this.#known.has(wrapper) && !faulty.has(className),
    );
    // Known from here on, so that another module that is loaded meanwhile does not register them a second time.
    for (const { wrapper } of fresh) this.#known.add(wrapper);
    const definitions = await defineAll(fresh, findings);
    const errors = findings.filter(isError);
    const isNews = (finding: BootFinding): boolean =>
      !this.#refused.has(bootLine(finding)) || loaded?.has(finding.className) === true;
    if (errors.some(isNews)) {
      for (const { wrapper } of fresh) this.#known.delete(wrapper);
      for (const error of errors) this.#refused.add(bootLine(error));
      throw new MailboxBootError(findings);
    }
    for (const finding of findings) if (!isError(finding)) this.#warnOnce(bootLine(finding));
    this.runtime.register(this.hook(definitions));
    for (const actor of fresh) this.exposed.add(actor);
  }

  /** Each module that is loaded later has everything checked again. */
  #warnOnce(line: string): void {
    if (this.#warned.has(line)) return;
    this.#warned.add(line);
    this.logger.warn(line);
  }

  #addActorRefs(): void {
    for (const module of this.modules.values()) {
      if (module.providers.has(MAILBOX_OPTIONS)) addActorRefs(module);
    }
  }
}

/**
 * Nest 12 has resolved every dependency before; Nest 11 leaves those of transient providers to whoever creates one, so that what
 * is missing is found here.
 */
async function defineAll(
  actors: readonly FoundActor[],
  findings: BootFinding[],
): Promise<readonly ActorDefinition[]> {
  const definitions = await Promise.all(
    actors.map(async (actor) => {
      try {
        return [toDefinition(actor, await createActorFactory(actor))];
      } catch (error) {
        findings.push(unresolved(actor, error));
        return [];
      }
    }),
  );
  return definitions.flat();
}

function isError({ severity }: BootFinding): boolean {
  return severity === 'error';
}

function unresolved({ className }: FoundActor, error: unknown): BootFinding {
  return {
    code: 'UNRESOLVED_DEPENDENCY',
    severity: 'error',
    className,
    cause: `has a dependency that Nest cannot resolve: ${describeError(error)}`,
    remedy: "Provide it in the actor's module, or import the module that exports it.",
  };
}
