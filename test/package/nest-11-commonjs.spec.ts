import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expectedOf, INJECTIONS } from '../boot/injections.js';
import { LAZY_LOADS } from '../boot/lazy-loads.js';
import { ENHANCER_CASES } from '../enhancers/enhancer-cases.js';
import { layOutEnhancers, playEnhancerCases } from './enhancers.js';
import { GeneratedProject } from './generated-project.js';
import { STATUS_TABLE } from '../ingress/status-table.js';
import { STREAM_TABLE } from '../ingress/stream-table.js';
import { layOutIngress, runStatusTable } from './ingress.js';
import { layOutRehearsal, REHEARSAL_TESTS } from './rehearsal.js';
import { layOutReadmeExample, placeOrder } from './readme-example.js';
import { repository, ScratchApp } from './scratch-app.js';
import { expectGracefulEnd, layOutSigterm } from './sigterm.js';

/** CommonJS resolves `./messages` to its file. */
const withoutExtensions = (source: string): string => source.replaceAll(/(from '\.{1,2}\/.*)\.js';/g, "$1';");

describe('The packed library in a Nest 11 application, CommonJS', () => {
  const app = new ScratchApp();
  const generated = new GeneratedProject(app);

  beforeAll(async () => {
    app.copy(join(repository, 'test/package/apps/nest-11-commonjs'));
    // Plain Jest knows no `./messages.js` among TypeScript sources.
    layOutReadmeExample(app, withoutExtensions);
    layOutIngress(app, withoutExtensions);
    layOutRehearsal(app, withoutExtensions);
    layOutEnhancers(app, withoutExtensions);
    layOutSigterm(app);
    app.copy(join(repository, 'test/package/apps/health'), 'src');
    app.copy(join(repository, 'test/package/apps/fake-timers'));
    app.copy(join(repository, 'test/boot'), 'src/boot');
    for (const file of readdirSync(join(app.folder, 'src/boot'))) {
      const source = readFileSync(join(app.folder, 'src/boot', file), 'utf8');
      app.write(join('src/boot', file), withoutExtensions(source));
    }
    await app.install();
  }, 300_000);

  afterAll(() => app.remove());

  it('compiles the example of the README', async () => {
    await app.bin('tsc');
  }, 120_000);

  it('compiles it under settings that do not know `exports`', async () => {
    await app.bin('tsc', '-p', 'tsconfig.node10.json');
  }, 120_000);

  it('accepts an order over HTTP, and refuses a bad one', async () => {
    await app.serve('node', ['dist/start.js'], async (url) => {
      const accepted = await placeOrder(url, { orderId: 'o-1', sku: 'book', quantity: 1 });
      expect(accepted.status).toBe(202);
      expect(await accepted.json()).toEqual({ id: expect.anything(), correlationId: expect.anything() });

      const refused = await placeOrder(url, { orderId: 'o-2', sku: 'book', quantity: -1 });
      expect(refused.status).toBe(400);
    });
  }, 60_000);

  it('handles or counts everything when it is terminated under load', async () => {
    await expectGracefulEnd(app);
  }, 60_000);

  it('answers every row of the status tables of the ingress and the event stream, on Express and on Fastify', async () => {
    expect(await runStatusTable(app)).toEqual({
      rows: 2 * (STATUS_TABLE.length + STREAM_TABLE.length),
      faults: {},
    });
  }, 60_000);

  it('runs enhancers around handlers that have opted in, and only there', async () => {
    expect(await playEnhancerCases(app)).toEqual(
      Object.fromEntries(ENHANCER_CASES.map(({ name, expected }) => [name, expected])),
    );
  }, 60_000);

  it('tells terminus 11 how it is, which knows no `degraded` and must not lose it', async () => {
    expect(JSON.parse(await app.run('node', ['dist/run-health.js']))).toEqual({
      idle: [200, 'ok', []],
      'a message waits': [200, 'ok', ['worker has 1 messages queued, more than 0']],
      draining: [503, 'error', ['the runtime is draining']],
    });
  }, 60_000);

  it('has one copy of the library in a process, required and imported', async () => {
    expect(await app.run('node', ['one-copy.cjs'])).toContain('one copy');
  }, 60_000);

  it('handles and settles under fake timers that replace those of `node:timers`', async () => {
    expect(await app.run('node', ['fake-timers.cjs'])).toContain('handled 1 and 1');
  }, 60_000);

  it('finds every injected actor, several faults at once, and nothing in an ordinary application', async () => {
    const { injections, lazy, loads, ordinary, several } = JSON.parse(
      await app.run('node', ['dist/boot/run.js']),
    ) as {
      injections: Record<string, string[]>;
      lazy: string[];
      loads: Record<string, string[]>;
      ordinary: string[];
      several: string[];
    };
    expect(injections).toEqual(
      Object.fromEntries(INJECTIONS.map((injection) => [injection.name, expectedOf(injection)])),
    );
    expect(lazy).toEqual(['ACTOR_INJECTED ByClass']);
    expect(loads).toEqual(
      Object.fromEntries(Object.entries(LAZY_LOADS).map(([name, [, expected]]) => [name, expected])),
    );
    expect(ordinary).toEqual([]);
    expect(several).toEqual(['NOT_TRANSIENT HastyActor', 'UNRESOLVED_DEPENDENCY PoorActor']);
  }, 120_000);

  it('passes the example’s test in plain Jest, and rehearses there under real timers and fake ones', async () => {
    // In its own process Jest goes on until nothing keeps it alive.
    const printed = await app.bin('jest', '--ci', '--runInBand');
    expect(printed).toMatch(
      new RegExp(`^Tests: +${1 + REHEARSAL_TESTS} passed, ${1 + REHEARSAL_TESTS} total$`, 'm'),
    );
    expect(printed).not.toContain('did not exit');
  }, 120_000);

  it('generates what compiles strictly, boots, and is not generated twice', async () => {
    await generated.generate();
    expect(await generated.boot()).toContain('0 dead letters'); // on the way down
    expect(await generated.addAgain()).toContain('Nothing to be done.');
  }, 180_000);

  it('generates what the linter of a new project takes', async () => {
    expect(await generated.bin('eslint', 'src')).not.toMatch(/actor|messages|module/); // of main.ts it warns anyway
  }, 180_000);

  it('generates tests that pass in a new project', async () => {
    expect(await generated.bin('jest', '--ci')).toMatch(/^Tests: +5 passed, 5 total$/m);
  }, 180_000);
});
