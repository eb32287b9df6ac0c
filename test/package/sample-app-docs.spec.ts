import { execFileSync } from 'node:child_process';

import { repository } from './scratch-app.js';

/** Runs a command in the repository; throws with what it has printed if it fails. */
function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { cwd: repository, encoding: 'utf8', stdio: 'pipe' });
}

describe('The pages on the sample app', () => {
  it('show what it does, also when messages are lost', () => {
    run('npm', ['run', '--silent', 'build', '--workspace', 'sample-app']);
    expect(run(process.execPath, ['scripts/sample-app-docs.mjs', '--check'])).toBe('');
  }, 240_000);
});
