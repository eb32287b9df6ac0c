import type { INestApplicationContext, ModuleMetadata } from '@nestjs/common';
import type { TestingModule, TestingModuleBuilder } from '@nestjs/testing';
import type { MailboxModuleOptions } from '../nest/index.js';
import type { ActorClass } from '../runtime/index.js';
import type { ManualClock } from './manual-clock.js';
import type { TestScheduler } from './test-scheduler.js';

/** What `MailboxTestKit.create` takes: a module's metadata, as `Test.createTestingModule` does, and what concerns the mailboxes. */
export interface KitOptions<App extends INestApplicationContext = TestingModule> extends ModuleMetadata {
  /**
   * The options of `MailboxModule.forRoot`. Where an imported module has called `forRoot` already, they replace the options that
   * it was given; the rest are the defaults.
   */
  readonly options?: MailboxModuleOptions | undefined;
  /**
   * The time of actors: retries, timers, time limits, expiry. `manual` stands still, from 0, until `kit.advance`. `system` is the
   * machine's, or a test runner's fake timers. A clock that also other parts of the test use can be given.
   * @default 'manual'
   */
  readonly clock?: 'manual' | 'system' | ManualClock | undefined;
  /**
   * Which of the actors that have something to do has the next turn: `fifo`, `randomScheduler(seed)`, `fromFastCheck(s)`. With one
   * given, and the manual clock, nothing is left to real time: a handler that waits for a real timer or real I/O is named by
   * `kit.settle()` as an `EscapedControlError`.
   * @default who has waited longest
   */
  readonly scheduler?: TestScheduler | undefined;
  /** Actors that are replaced by probes before the application starts, so that no instance is ever made. @default none */
  readonly probes?: readonly (ActorClass | string)[] | undefined;
  /**
   * Overrides providers, guards, pipes or modules, sets a logger or a mocker: all that the builder of `@nestjs/testing` can.
   *
   * @example
   * ```ts
   * configure: (builder) => builder.overrideProvider(PaymentGateway).useValue(new DecliningGateway())
   * ```
   */
  readonly configure?: ((builder: TestingModuleBuilder) => void) | undefined;
  /**
   * Makes the application of the compiled module, before it is initialised. Needed for HTTP:
   * `application: (module) => module.createNestApplication()`.
   * @default the module itself
   */
  readonly application?: ((module: TestingModule) => App) | undefined;
  /** Whether closing the kit fails when messages have died that nobody looked at. @default 'fail' */
  readonly unseenDeadLetters?: 'fail' | 'ignore' | undefined;
}
