import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from '@nestjs/common';
import type { PartialOptions, RuntimeOptions } from '../runtime/options.js';

/** The options of the runtime; each has a default, see `DEFAULT_OPTIONS`. */
export type MailboxOptionsInput = PartialOptions<RuntimeOptions>;

/** What decides at the time when modules are put together, before any option can be computed. */
interface MailboxStaticOptions {
  /**
   * Whether mailbox errors that a controller throws become 400, 404, 429 and 503 answers. @default true
   */
  readonly httpErrors?: boolean | undefined;
}

/** What `MailboxModule.forRoot` takes. */
export type MailboxModuleOptions = MailboxOptionsInput & MailboxStaticOptions;

/** A provider that makes the options, for `useClass` and `useExisting`. */
export interface MailboxOptionsFactory {
  createMailboxOptions(): MailboxOptionsInput | Promise<MailboxOptionsInput>;
}

/** What `MailboxModule.forRootAsync` takes: one of `useFactory`, `useClass` and `useExisting`. */
export interface MailboxModuleAsyncOptions extends MailboxStaticOptions, Pick<ModuleMetadata, 'imports'> {
  /** Makes the options from what `inject` names. */
  readonly useFactory?:
    ((...args: never[]) => MailboxOptionsInput | Promise<MailboxOptionsInput>) | undefined;
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[] | undefined;
  /** A class to instantiate and ask. */
  readonly useClass?: Type<MailboxOptionsFactory> | undefined;
  /** A provider that exists already, to ask. */
  readonly useExisting?: InjectionToken<MailboxOptionsFactory> | undefined;
}
