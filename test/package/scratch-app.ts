import { execFile, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Our own npm and Jest speak to their children through the environment; a stranger's terminal holds none of that. */
const inherited =
  /^(NODE_OPTIONS|INIT_CWD|JEST_WORKER_ID|NODE_ENV|npm_(package|lifecycle|config_local_prefix|config_workspace).*)$/;
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));

/** An application outside the repository that has what is packed as `file:nestjs-mailbox.tgz`. */
export class ScratchApp {
  readonly folder = mkdtempSync(join(tmpdir(), 'nestjs-mailbox-app-'));

  /** Copies a folder's files (not what was installed or built in it) into the application. */
  copy(folder: string, to = '.'): void {
    const left = ['node_modules', 'dist'].map((name) => join(folder, name));
    cpSync(folder, join(this.folder, to), { recursive: true, filter: (source) => !left.includes(source) });
  }

  write(file: string, content: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), content);
  }

  /** Packs the library, or a package of `packages/`, as built, and installs it with all else that package.json asks for. */
  async install(folder = repository): Promise<void> {
    await this.run('npm', ['pack', '--silent', '--pack-destination', this.folder], folder);
    const [packed] = readdirSync(this.folder).filter((name) => name.endsWith('.tgz'));
    if (packed === undefined) throw new Error('npm pack left no tarball');
    renameSync(join(this.folder, packed), join(this.folder, packed.replace(/-\d.*/, '.tgz')));
    await this.run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund']);
  }

  /** Runs a command to its end and returns what it printed. Rejects, with all of that, unless it exits with 0. */
  async run(command: string, args: readonly string[], cwd = this.folder): Promise<string> {
    try {
      const { stdout, stderr } = await promisify(execFile)(command, args, {
        cwd,
        env: environment,
        maxBuffer: 1e8,
      });
      return stdout + stderr;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.join(' ')} failed\n${stdout}${stderr}`, { cause: error });
    }
  }

  /** Runs a binary that was installed with the application. */
  bin(name: string, ...args: string[]): Promise<string> {
    return this.run(join(this.folder, 'node_modules/.bin', name), args);
  }

  /** Starts a server on a free PORT, calls `visit` once its output names that port, and stops it as an operator would. */
  async serve(
    command: string,
    args: readonly string[],
    visit: (url: string) => Promise<void>,
  ): Promise<void> {
    const port = await findFreePort();
    // A process group of its own: `npm start` has children, and the signal is for all of them.
    const server = spawn(command, args, {
      cwd: this.folder,
      env: { ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const exited = once(server, 'exit');
    try {
      await untilPrinted(server, String(port));
      await visit(`http://127.0.0.1:${port}`);
    } finally {
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
      await exited;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function untilPrinted(server: ChildProcessByStdio<null, Readable, Readable>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes(text)) resolve();
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', () => reject(new Error(`the server ended before it printed ${text}:\n${output}`)));
  });
}
