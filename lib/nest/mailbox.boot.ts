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
import { BOOT_CHECKS, LATE_CHECKS } from './checks/boot-checks.js';
import type { Exploration, FoundActor } from './exploration.js';
import { ExposedMessages } from './exposed-messages.js';
import { watchLazyModules } from './lazy-modules.js';
import { MAILBOX_DEFINITIONS_HOOK, MAILBOX_LOGGER, MAILBOX_OPTIONS } from './mailbox.constants.js';
import type { InstanceWrapper, NestModule } from './nest-container.js';

/** One look at the modules. */
interface View {
  readonly findings: readonly BootFinding[];
  /** The actors that are not registered yet, and not at fault themselves. */
  readonly fresh: readonly FoundActor[];
}

const NONE: ReadonlySet<NestModule> = new Set();

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
  /** What lazy loads have brought, refused or not. What is still being loaded is nobody's business but its loader's. */
  readonly #loaded = new Set<NestModule>();
  /** Asked once: on Nest 11.0 a second try at the same actor overflows the stack. */
  readonly #unresolved = new Map<InstanceWrapper, BootFinding>();
  #hasBegun = false;
  #isRegistered = false;

  constructor(
    @Inject(ActorExplorer) private readonly explorer: ActorExplorer,
    @Inject(MailboxRuntime) private readonly runtime: MailboxRuntime,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(LazyModuleLoader) lazyModules: LazyModuleLoader,
    @Inject(MAILBOX_DEFINITIONS_HOOK) private readonly hook: DefinitionsHook,
    @Inject(ExposedMessages) private readonly exposed: ExposedMessages,
    @Inject(MAILBOX_LOGGER) private readonly logger: MailboxLogger,
  ) {
    const early = watchLazyModules(lazyModules, {
      onImported: () => this.#addActorRefs(),
      onLoaded: (moduleRef) => this.#onLoaded(explorer.modulesOf(moduleRef)),
    });
    for (const module of early.flatMap((moduleRef) => [...explorer.modulesOf(moduleRef)]))
      this.#loaded.add(module);
  }

  /** Whether the application has been initialised, with whatever outcome. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** @throws MailboxBootError */
  async onModuleInit(): Promise<void> {
    if (this.#hasBegun) return; // a microservice's init() calls every hook twice
    this.#hasBegun = true;
    await this.register();
  }

  /**
   * Explores, checks, and registers the actors that were not there before.
   *
   * @param loading The modules that are being loaded lazily.
   * @throws MailboxBootError with all findings, if one of them is an error that was not told before, or that is about what is being
   * loaded, however often that is tried; nothing is registered then.
   */
  async register(loading: ReadonlySet<NestModule> = NONE): Promise<void> {
    const definitions = new Map<InstanceWrapper, ActorDefinition>();
    const unresolved = new Map(this.#unresolved);
    for (const wrapper of unresolved.keys()) if (isIn(loading, wrapper)) unresolved.delete(wrapper);
    const define = async (actor: FoundActor): Promise<void> => {
      try {
        definitions.set(actor.wrapper, toDefinition(actor, await createActorFactory(actor)));
      } catch (error) {
        unresolved.set(actor.wrapper, unresolvedDependency(actor, error));
      }
    };
    const isOpen = ({ wrapper }: FoundActor): boolean =>
      !definitions.has(wrapper) && !unresolved.has(wrapper);

    let view = this.#look(loading);
    while (view.fresh.some(isOpen)) {
      await Promise.all(view.fresh.filter(isOpen).map(define));
      view = this.#look(loading); // modules may have come meanwhile, and others may have registered the same actors
    }
    for (const module of loading) this.#loaded.add(module);
    for (const [wrapper, finding] of unresolved) this.#unresolved.set(wrapper, finding);
    const findings = [
      ...view.findings,
      ...view.fresh.flatMap(({ wrapper }) => unresolved.get(wrapper) ?? []),
    ];
    this.#refuse(findings, this.explorer.namesIn(loading));
    for (const finding of findings) if (!isError(finding)) this.#warnOnce(bootLine(finding));
    const sound = view.fresh.filter(({ wrapper }) => definitions.has(wrapper));
    this.runtime.register(this.hook(sound.flatMap(({ wrapper }) => definitions.get(wrapper) ?? [])));
    this.#isRegistered = true;
    for (const actor of sound) {
      this.#known.add(actor.wrapper);
      this.exposed.add(actor);
    }
  }

  /** What is loaded before the application is initialised is checked with it. */
  async #onLoaded(modules: ReadonlySet<NestModule>): Promise<void> {
    if (this.#isRegistered) await this.register(modules);
    else for (const module of modules) this.#loaded.add(module);
  }

  /** What whoever makes the application has still time to see to when it has been initialised. */
  lateFindings(): readonly BootFinding[] {
    const exploration = this.#explore(NONE);
    return LATE_CHECKS.flatMap((check) => [...check(exploration)]);
  }

  /** Warns of what has not been seen to. */
  warnLate(): void {
    for (const finding of this.lateFindings()) this.#warnOnce(bootLine(finding));
  }

  #explore(loading: ReadonlySet<NestModule>): Exploration {
    return this.explorer.explore(new Set([...this.explorer.eagerModules(), ...this.#loaded, ...loading]));
  }

  /** What the checks find, and the actors that are to be registered. */
  #look(loading: ReadonlySet<NestModule>): View {
    const exploration = this.#explore(loading);
    const findings = BOOT_CHECKS.flatMap((check) => [...check(exploration)]);
    const faulty = new Set(findings.filter(isError).map(({ className }) => className));
    const fresh = exploration.actors.filter(
      ({ wrapper, className }) => !this.#known.has(wrapper) && !faulty.has(className),
    );
    return { findings, fresh };
  }

  /** @param loading The names of everything that is being loaded. */
  #refuse(findings: readonly BootFinding[], loading: ReadonlySet<string>): void {
    const errors = findings.filter(isError);
    const isNews = (finding: BootFinding): boolean =>
      !this.#refused.has(bootLine(finding)) || loading.has(finding.className);
    if (!errors.some(isNews)) return;
    for (const error of errors) this.#refused.add(bootLine(error));
    throw new MailboxBootError(findings);
  }

  /** Each module that is loaded later has everything checked again. */
  #warnOnce(line: string): void {
    if (this.#warned.has(line)) return;
    this.#warned.add(line);
    this.logger.warn(line);
  }

  #addActorRefs(): void {
    for (const module of this.modules.values()) {
      if (module.providers.has(MAILBOX_OPTIONS)) addActorRefs(module, this.#isRegistered);
    }
  }
}

function isError({ severity }: BootFinding): boolean {
  return severity === 'error';
}

function isIn(modules: ReadonlySet<NestModule>, { host }: InstanceWrapper): boolean {
  return host !== undefined && modules.has(host);
}

/**
 * Nest 12 has resolved every dependency before; Nest 11 leaves those of transient providers to whoever creates one, so that what
 * is missing is found here.
 */
function unresolvedDependency({ className }: FoundActor, error: unknown): BootFinding {
  return {
    code: 'UNRESOLVED_DEPENDENCY',
    severity: 'error',
    className,
    cause: `has a dependency that Nest cannot resolve: ${describeError(error)}`,
    remedy: "Provide it in the actor's module, or import the module that exports it.",
  };
}
