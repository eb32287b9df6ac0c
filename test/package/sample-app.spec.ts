import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { curlLinesOf, misprintsOf } from '../docs/curl-lines.js';
import { repository, ScratchApp } from './scratch-app.js';

interface Manifest {
  readonly dependencies: Record<string, string>;
}

describe('The sample app, copied out of the repository', () => {
  const app = new ScratchApp();

  beforeAll(async () => {
    app.copy(join(repository, 'sample-app'));
    const manifest = JSON.parse(readFileSync(join(app.folder, 'package.json'), 'utf8')) as Manifest;
    const dependencies = { ...manifest.dependencies, 'nestjs-mailbox': 'file:nestjs-mailbox.tgz' };
    app.write('package.json', JSON.stringify({ ...manifest, dependencies }, undefined, 2));
    await app.install();
  }, 300_000);

  afterAll(() => app.remove());

  it('passes its own tests', async () => {
    expect(await app.run('npm', ['test'])).toMatch(/^Tests: +\d+ passed, \d+ total$/m);
  }, 400_000);

  it('starts, and answers the curl lines of its page as printed', async () => {
    const page = readFileSync(join(app.folder, 'README.md'), 'utf8');
    expect(curlLinesOf(page).length).toBeGreaterThan(5);
    await app.serve('npm', ['start'], async (url) => {
      expect(await misprintsOf(page, url)).toEqual([]);
    });
  }, 120_000);
});
