import { join } from 'node:path';

import { ENHANCER_CASES } from '../enhancers/enhancer-cases.js';
import { layOutEnhancers, playEnhancerCases } from './enhancers.js';
import { GeneratedProject } from './generated-project.js';
import { layOutRehearsal, otherNodeOf, REHEARSAL_TESTS } from './rehearsal.js';
import { layOutReadmeExample, placeOrder } from './readme-example.js';
import { repository, ScratchApp } from './scratch-app.js';
import { expectGracefulEnd, layOutSigterm } from './sigterm.js';

describe('The packed library in a Nest 12 application, ESM', () => {
  const app = new ScratchApp();
  const generated = new GeneratedProject(app);

  beforeAll(async () => {
    app.copy(join(repository, 'test/package/apps/nest-12-esm'));
    layOutReadmeExample(app);
    layOutRehearsal(app);
    layOutSigterm(app);
    layOutEnhancers(app);
    await app.install();
  }, 300_000);

  afterAll(() => app.remove());

  it('compiles the example of the README', async () => {
    await app.bin('tsc');
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

  it('runs enhancers around handlers that have opted in, and only there', async () => {
    expect(await playEnhancerCases(app)).toEqual(
      Object.fromEntries(ENHANCER_CASES.map(({ name, expected }) => [name, expected])),
    );
  }, 60_000);

  it('has one copy of the library in a process, required and imported', async () => {
    expect(await app.run('node', ['one-copy.cjs'])).toContain('one copy');
  }, 60_000);

  it('rehearses the same, byte for byte, on another major of Node', async () => {
    const [here, there] = [process.execPath, otherNodeOf(app)];
    expect(await app.run(there, ['--version'])).not.toBe(await app.run(here, ['--version']));
    const printed = await app.run(here, ['dist/rehearsal/traces.js']);
    expect(printed.length).toBeGreaterThan(10_000);
    expect(await app.run(there, ['dist/rehearsal/traces.js'])).toBe(printed);
  }, 120_000);

  it('rehearses in Vitest, under real timers and fake ones, and ends by itself', async () => {
    const printed = await app.bin('vitest', 'run', '--globals', 'dist/rehearsal');
    expect(printed).toMatch(new RegExp(`Tests .*${REHEARSAL_TESTS} passed`));
    expect(printed).not.toMatch(/close timed out|hanging/);
  }, 120_000);

  it('generates what compiles strictly, boots, and is not generated twice', async () => {
    await generated.generate();
    expect(await generated.boot()).toContain('0 dead letters'); // on the way down
    expect(await generated.addAgain()).toContain('Nothing to be done.');
  }, 180_000);

  it('generates what the linter and the formatter of a new project take', async () => {
    await generated.bin('oxlint', '--type-aware', '--deny-warnings', 'src');
    await generated.bin('prettier', '--check', 'src');
  }, 180_000);

  it('generates tests that pass in a new project', async () => {
    expect(await generated.bin('vitest', 'run')).toMatch(/Tests .*5 passed/);
  }, 180_000);
});
