import type { ModuleMetadata } from '@nestjs/common';
import { Test, type TestingModule, type TestingModuleBuilder } from '@nestjs/testing';
import { filter, firstValueFrom } from 'rxjs';
import { MAILBOX_SYSTEM } from '../../lib/nest/index.js';
import type { Clock } from 'nestjs-mailbox/runtime';
import {
  type ActivityType,
  type BootFinding,
  MailboxBootError,
  MailboxModule,
  type MailboxModuleOptions,
  MailboxRuntime,
} from 'nestjs-mailbox';
import { RecordedLogger } from './recorded-logger.js';

export interface TestApplication {
  readonly module: TestingModule;
  readonly runtime: MailboxRuntime;
  readonly logger: RecordedLogger;
}

export interface TestApplicationOptions extends ModuleMetadata {
  readonly options?: MailboxModuleOptions;
  readonly clock?: Clock;
  readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

/** Compiles an application of its own for one test, with a logger that can be read; `init` and `close` are the test's. */
export async function compileApplication({
  options,
  clock,
  override = (builder) => builder,
  imports = [],
  ...metadata
}: TestApplicationOptions): Promise<TestApplication> {
  const logger = new RecordedLogger();
  const builder = Test.createTestingModule({
    ...metadata,
    imports: [MailboxModule.forRoot(options), ...imports],
  })
    .overrideProvider(MAILBOX_SYSTEM)
    .useValue({ logger, clock });
  const module = await override(builder).compile();
  return { module, runtime: module.get(MailboxRuntime), logger };
}

/** What keeps an application from starting, and its warnings. Throws if it comes up. */
export async function findingsOf(application: TestApplicationOptions): Promise<readonly BootFinding[]> {
  const { module } = await compileApplication(application);
  return findingsOfFailed(module);
}

/** The same for an application that is put together already. */
export async function findingsOfFailed(app: {
  init(): Promise<unknown>;
  close(): Promise<void>;
}): Promise<readonly BootFinding[]> {
  const error: unknown = await app.init().then(
    () => new Error('it came up'),
    (reason: unknown) => reason,
  );
  await closeFailed(app);
  if (!(error instanceof MailboxBootError)) throw error;
  return error.findings;
}

/** The one finding of an application that has one. */
export async function onlyFindingOf(application: TestApplicationOptions): Promise<BootFinding> {
  const findings = await findingsOf(application);
  expect(findings).toHaveLength(1);
  return findings[0] as BootFinding;
}

/** The warnings of an application that comes up in spite of them, each as its log line. */
export async function warningsOf(application: TestApplicationOptions): Promise<readonly string[]> {
  const { module, logger } = await compileApplication(application);
  await module.init();
  await module.close();
  return logger.lines.filter((line) => line.startsWith('warn '));
}

/** Resolves with the next activity of a type. */
export function nextActivity(runtime: MailboxRuntime, type: ActivityType): Promise<unknown> {
  return firstValueFrom(runtime.activity.pipe(filter((activity) => activity.type === type)));
}

/** Closes an application whose `init` has failed: Nest 11 then rejects `close` with the same error, Nest 12 goes on. */
export async function closeFailed(app: { close(): Promise<void> }): Promise<void> {
  await app.close().catch(() => {});
}
