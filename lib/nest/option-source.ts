import type { DynamicModule, InjectionToken, Provider } from '@nestjs/common';
import { findOptionProblems, type OptionGroup, type OptionProblem } from '../runtime/option-problems.js';
import { MAILBOX_OPTIONS } from './mailbox.constants.js';
import type {
  MailboxModuleAsyncOptions,
  MailboxModuleOptions,
  MailboxOptionsFactory,
} from './module-options.js';

/** Where a module gets its options from, and what is wrong with how that was said. */
export interface OptionSource {
  readonly imports: NonNullable<DynamicModule['imports']>;
  /** Those of {@link MAILBOX_OPTIONS}. */
  readonly providers: readonly Provider[];
  readonly hasFilter: boolean;
  readonly problems: readonly OptionProblem[];
}

const FLAG = (value: unknown): string | undefined =>
  typeof value === 'boolean' ? undefined : 'true or false';
const CALLABLE = (value: unknown): string | undefined =>
  typeof value === 'function' ? undefined : 'a function or a class';
const LIST = (value: unknown): string | undefined => (Array.isArray(value) ? undefined : 'a list');

const ASYNC_OPTIONS: OptionGroup = {
  imports: LIST,
  useFactory: CALLABLE,
  inject: LIST,
  useClass: CALLABLE,
  useExisting: () => undefined,
  httpErrors: FLAG,
};

/** The options of `forRoot`: a value. What is in it is judged later. */
export function givenOptions(given: MailboxModuleOptions): OptionSource {
  const { httpErrors, ...options } = given ?? {};
  return {
    imports: [],
    providers: [{ provide: MAILBOX_OPTIONS, useValue: Array.isArray(given) ? given : options }],
    hasFilter: httpErrors !== false,
    problems:
      httpErrors === undefined ? [] : findOptionProblems('options', { httpErrors }, { httpErrors: FLAG }),
  };
}

/** The options of `forRootAsync`: what a factory, or a provider, will answer. */
export function askedOptions(given: MailboxModuleAsyncOptions): OptionSource {
  const problems = [...findOptionProblems('forRootAsync()', given, ASYNC_OPTIONS), ...misuse(given)];
  const isSound = problems.length === 0;
  return {
    imports: (isSound && given.imports) || [],
    providers: isSound ? providersOf(given) : [{ provide: MAILBOX_OPTIONS, useValue: {} }],
    hasFilter: given.httpErrors !== false,
    problems,
  };
}

/** For options of which one source is given. */
function providersOf({
  useFactory,
  inject = [],
  useClass,
  useExisting,
}: MailboxModuleAsyncOptions): Provider[] {
  if (useFactory !== undefined) {
    return [{ provide: MAILBOX_OPTIONS, useFactory: useFactory as (...args: unknown[]) => unknown, inject }];
  }
  const ask: Provider = {
    provide: MAILBOX_OPTIONS,
    useFactory: (factory: MailboxOptionsFactory) => factory.createMailboxOptions(),
    inject: [(useExisting ?? useClass) as InjectionToken],
  };
  return useClass === undefined ? [ask] : [ask, useClass];
}

function* misuse(given: MailboxModuleAsyncOptions): Iterable<OptionProblem> {
  const sources = (['useFactory', 'useClass', 'useExisting'] as const).filter(
    (name) => given[name] !== undefined,
  );
  if (sources.length !== 1) {
    const got = sources.length === 0 ? 'none' : sources.join(' and ');
    yield {
      path: 'forRootAsync()',
      problem: `takes one of useFactory, useClass and useExisting; it got ${got}`,
    };
  }
  if (given.inject !== undefined && given.useFactory === undefined) {
    yield { path: 'forRootAsync().inject', problem: 'is for useFactory, and there is none' };
  }
}
