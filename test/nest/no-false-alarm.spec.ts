import { readFileSync } from 'node:fs';

import { Logger } from '@nestjs/common';
import { ApplicationConfig, ModuleRef, ModulesContainer, NestFactory } from '@nestjs/core';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import plugin from '../../packages/eslint-plugin/src/index.js';
import { bootFindingsOf } from '../boot/booting.js';
import { OrdinaryApplication } from '../boot/ordinary-application.js';

/** What Nest adds to every module. */
const NESTS_OWN: readonly unknown[] = [ModuleRef, ApplicationConfig];

// The same application is started on Nest 11 in test/package/nest-11-commonjs.spec.ts.
describe('an ordinary application', () => {
  it('has no finding, and no warning', async () => {
    expect(await bootFindingsOf(OrdinaryApplication)).toEqual([]);
    const warnings: unknown[] = [];
    const logger = { log() {}, error() {}, warn: (line: unknown) => warnings.push(line) };
    const app = await NestFactory.create(OrdinaryApplication, { logger });
    await app.init();
    await app.close();
    Logger.overrideLogger(false);
    expect(warnings).toEqual([]);
  });

  it.each(['ordinary-application.ts', 'ordinary-clients.ts', 'ordinary-work.ts'])(
    'has no finding of the linter: %s',
    (file) => {
      const source = readFileSync(new URL(`../boot/${file}`, import.meta.url), 'utf8');
      const config = [{ files: ['**/*.ts'], languageOptions: { parser } }, plugin.configs.recommended];
      expect(new Linter().verify(source, config as Linter.Config[], file)).toEqual([]);
    },
  );

  it('has forty providers, controllers, guards and factories of its own, and more', async () => {
    const app = await NestFactory.create(OrdinaryApplication, { logger: false });
    const own = [...app.get(ModulesContainer).values()]
      .filter(({ metatype }) => /^(Configuration|Storage|Users|Audit)Module$/.test(metatype.name))
      .flatMap(({ providers, controllers, injectables }) => [
        ...[...providers.keys()].filter((token) => !NESTS_OWN.includes(token)),
        ...controllers.keys(),
        ...injectables.keys(),
      ]);
    expect(own.length).toBeGreaterThanOrEqual(40);
    await app.close();
  });
});
