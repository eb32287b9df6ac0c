import { type DynamicModule, Inject, Module, Optional, type Provider } from '@nestjs/common';
import { GuardedLogger } from '../runtime/guarded-logger.js';
import type { MailboxLogger } from '../runtime/logger.js';
import type { RuntimeWorld } from '../runtime/actor-system.js';
import { InvalidOptionsError } from '../runtime/errors.js';
import { MailboxRuntime } from '../runtime/runtime.js';
import type { DefinitionsHook } from './actor.definition.js';
import { ActorExplorer } from './actor.explorer.js';
import { actorRefProviders } from './actor-ref.providers.js';
import { ExposedMessages } from './exposed-messages.js';
import { seeLazyModules } from './lazy-modules.js';
import { MailboxBoot } from './mailbox.boot.js';
import {
  MAILBOX_DEFINITIONS_HOOK,
  MAILBOX_LOGGER,
  MAILBOX_OPTIONS,
  MAILBOX_RESOLVED_OPTIONS,
  MAILBOX_SYSTEM,
} from './mailbox.constants.js';
import { MailboxErrorFilter } from './mailbox-error.filter.js';
import { MailboxLifecycleModule } from './mailbox-lifecycle.module.js';
import { MailboxMetadataAccessor } from './mailbox-metadata.accessor.js';
import type {
  MailboxModuleAsyncOptions,
  MailboxModuleOptions,
  MailboxOptionsInput,
} from './module-options.js';
import { NestMailboxLogger } from './nest-mailbox.logger.js';
import { askedOptions, givenOptions, type OptionSource } from './option-source.js';
import { type ResolvedOptions, resolveModuleOptions } from './resolved-options.js';

/** The runtime, and whoever finds actors for it and starts it. */
const CORE_PROVIDERS: readonly Provider[] = [
  { provide: MAILBOX_SYSTEM, useValue: Object.freeze({}) satisfies Partial<RuntimeWorld> },
  { provide: MAILBOX_DEFINITIONS_HOOK, useValue: ((definitions) => definitions) satisfies DefinitionsHook },
  {
    provide: MAILBOX_LOGGER,
    useFactory: ({ logger }: Partial<RuntimeWorld>) => GuardedLogger.over(logger ?? new NestMailboxLogger()),
    inject: [MAILBOX_SYSTEM],
  },
  {
    provide: MailboxRuntime,
    useFactory: ({ options }: ResolvedOptions, world: Partial<RuntimeWorld>, logger: MailboxLogger) =>
      new MailboxRuntime(options, { ...world, logger }),
    inject: [MAILBOX_RESOLVED_OPTIONS, MAILBOX_SYSTEM, MAILBOX_LOGGER],
  },
  MailboxMetadataAccessor,
  ActorExplorer,
  ExposedMessages,
  MailboxBoot,
];

/** What other modules may inject; the refs come on top. The first two are injectable everywhere, the rest is our own. */
const CORE_EXPORTS = [
  MailboxRuntime,
  MailboxBoot,
  ExposedMessages,
  MAILBOX_RESOLVED_OPTIONS,
  MAILBOX_LOGGER,
  MAILBOX_SYSTEM,
];

/**
 * Brings actors to a Nest application. Import it once, in the root module; it is global.
 *
 * @example
 * ```ts
 * @Module({ imports: [MailboxModule.forRoot(), OrdersModule] })
 * class AppModule {}
 * ```
 */
@Module({})
export class MailboxModule {
  /** @throws InvalidOptionsError when the module is imported as it stands: without `forRoot()` there is nothing in it. */
  constructor(@Optional() @Inject(MAILBOX_RESOLVED_OPTIONS) options?: ResolvedOptions) {
    if (options !== undefined) return;
    throw new InvalidOptionsError(
      'MailboxModule',
      'is imported without options; import MailboxModule.forRoot()',
    );
  }

  /**
   * @param options Any part of the options; see {@link MailboxModuleOptions} for defaults. What does not work is reported when the
   * application initialises, as a `MailboxBootError`.
   */
  static forRoot(options: MailboxModuleOptions = {}): DynamicModule {
    return moduleWith(givenOptions(options));
  }

  /**
   * The same for options that other providers know.
   *
   * @param options One of `useFactory`, `useClass` and `useExisting`. What does not work is reported as by {@link forRoot}.
   * @example
   * ```ts
   * MailboxModule.forRootAsync({
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ drainTimeoutMs: config.get('DRAIN_MS') }),
   * });
   * ```
   */
  static forRootAsync(options: MailboxModuleAsyncOptions): DynamicModule {
    return moduleWith(askedOptions(options));
  }
}

function moduleWith({ imports, providers, hasFilter, problems }: OptionSource): DynamicModule {
  const resolved: Provider = {
    provide: MAILBOX_RESOLVED_OPTIONS,
    useFactory: (given: MailboxOptionsInput | null | undefined) => resolveModuleOptions(given, problems),
    inject: [MAILBOX_OPTIONS],
  };
  seeLazyModules();
  const filter = hasFilter ? [MailboxErrorFilter] : [];
  return {
    module: MailboxModule,
    global: true,
    imports: [...imports, MailboxLifecycleModule],
    // Getters: Nest reads them when it puts the application together. By then every file has been evaluated, and it is known which
    // refs may be asked for.
    get providers() {
      return [...providers, resolved, ...CORE_PROVIDERS, ...filter, ...actorRefProviders()];
    },
    get exports() {
      return [...CORE_EXPORTS, ...actorRefProviders().map(({ provide }) => provide)];
    },
  };
}
