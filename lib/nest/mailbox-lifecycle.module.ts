import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { RuntimeWorld } from '../runtime/actor-system.js';
import { type ClockTimer, systemClock } from '../runtime/clock.js';
import { describeError } from '../runtime/errors.js';
import type { MailboxLogger } from '../runtime/logger.js';
import { MailboxRuntime } from '../runtime/runtime.js';
import { MailboxBoot } from './mailbox.boot.js';
import { MAILBOX_LOGGER, MAILBOX_RESOLVED_OPTIONS, MAILBOX_SYSTEM } from './mailbox.constants.js';
import type { ResolvedOptions } from './resolved-options.js';

/**
 * What is done on the lines behind the initialisation is no omission yet: `NestFactory.createApplicationContext` initialises an
 * application before anybody can call its `enableShutdownHooks()`.
 */
const LATE_LOOK_MS = 10_000;

/**
 * Starts the runtime when every module has bootstrapped, and drains it before any module is destroyed.
 *
 * Nest orders hooks by a module's distance from the root: the global ones bootstrap first and are destroyed last, which is the wrong
 * way round for both. This module is not global, and says of itself that it is nearer than the root: last to bootstrap, first to
 * be destroyed, and Nest waits for it.
 */
@Module({})
export class MailboxLifecycleModule implements OnApplicationBootstrap, OnModuleDestroy {
  #lateLook: ClockTimer | undefined;

  constructor(
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Inject(MailboxRuntime) private readonly runtime: MailboxRuntime,
    @Inject(MailboxBoot) private readonly boot: MailboxBoot,
    @Inject(MAILBOX_RESOLVED_OPTIONS) private readonly resolved: ResolvedOptions,
    @Inject(MAILBOX_SYSTEM) private readonly system: Partial<RuntimeWorld>,
    @Inject(MAILBOX_LOGGER) private readonly logger: MailboxLogger,
  ) {
    for (const module of modules.values()) {
      if (module.metatype === MailboxLifecycleModule) module.distance = -1;
    }
  }

  /** @throws ActivationError: an application whose actors cannot live does not come up. */
  async onApplicationBootstrap(): Promise<void> {
    // A microservice's init() calls every hook twice.
    if (this.resolved.options.autoStart && this.runtime.state === 'registered') await this.runtime.start();
    if (this.#lateLook !== undefined || this.boot.lateFindings().length === 0) return;
    const { clock = systemClock } = this.system;
    this.#lateLook = clock.setTimer(() => this.boot.warnLate(), LATE_LOOK_MS, 'upkeep');
  }

  /** Never throws: the other modules have things of their own to close. */
  async onModuleDestroy(): Promise<void> {
    this.#lateLook?.cancel();
    try {
      if (!this.boot.hasBegun) await this.#tellWhatIsMissing();
      await this.runtime.drain();
    } catch (error) {
      this.logger.error(`the mailboxes could not be drained: ${describeError(error)}`, { error });
    }
  }

  /** Registers the actors after all, so that what was told is counted, and ends as dead letters instead of nowhere. */
  async #tellWhatIsMissing(): Promise<void> {
    await this.boot.register().catch(() => this.runtime.register([]));
    const { told } = this.runtime.snapshot().totals;
    if (told === 0) return;
    this.logger.warn(
      `${told} message(s) were told to an application that was never initialised, and nobody handled them; ` +
        'await app.init() or app.listen() before it is closed',
    );
  }
}
