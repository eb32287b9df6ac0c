import type { INestApplicationContext } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { MAILBOX_DEFINITIONS_HOOK, MAILBOX_OPTIONS, MAILBOX_SYSTEM, MailboxModule } from '../nest/index.js';
import type { RuntimeWorld } from '../runtime/index.js';
import { isImported } from './imported-modules.js';
import type { KitOptions } from './kit-options.js';
import type { Stage } from './stage.js';

/** Puts the application of a test together. It is not initialised yet. */
export async function compileApplication<App extends INestApplicationContext>(
  kitOptions: KitOptions<App>,
  stage: Stage,
): Promise<App> {
  const { imports = [], controllers = [], providers = [], exports: exported = [] } = kitOptions;
  const { options, configure, application } = kitOptions;
  const isRooted = await isImported(MailboxModule, imports);
  const builder = Test.createTestingModule({
    imports: isRooted ? imports : [MailboxModule.forRoot(options), ...imports],
    controllers,
    providers,
    exports: exported,
  });
  if (isRooted && options !== undefined) {
    const { httpErrors: _, ...given } = options; // whether the filter is there has been decided
    builder.overrideProvider(MAILBOX_OPTIONS).useValue(given);
  }
  builder.overrideProvider(MAILBOX_SYSTEM).useValue(testWorld(stage));
  builder.overrideProvider(MAILBOX_DEFINITIONS_HOOK).useValue(stage.pass);
  configure?.(builder);
  const module = await builder.compile();
  return application === undefined ? asApplication(module) : application(module);
}

/** Everything that differs from run to run in production is fixed: message ids count from `test-1`, and backoffs take their full time. */
function testWorld({ clock, injector, logger, turns }: Stage): Partial<RuntimeWorld> {
  return { clock, idPrefix: 'test', random: () => 1, turns, passage: injector, ...(logger && { logger }) };
}

/** Without a function that makes another one, the application is the module: that is the default of the type parameter. */
function asApplication<App extends INestApplicationContext>(module: TestingModule): App {
  return module as INestApplicationContext as App;
}
