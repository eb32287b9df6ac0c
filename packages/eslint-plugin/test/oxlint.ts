import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface Finding {
  readonly file: string;
  /** `nestjs-mailbox(no-await-tell)` */
  readonly code: string;
  readonly message: string;
  readonly line: number;
}

const sources = fileURLToPath(new URL('../src', import.meta.url));
const require = createRequire(import.meta.url);

/** Writes the plugin as JavaScript, from its sources as they are now: oxlint loads no TypeScript on Node 20. */
export function writePlugin(folder: string): void {
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const { outputText } = ts.transpileModule(readFileSync(join(sources, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
}

/** A folder that oxlint lints with the plugin; the files in `<rule>/` with that rule, all others with every rule. */
export class OxlintFolder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'eslint-plugin-nestjs-mailbox-'));

  constructor(files: ReadonlyMap<string, string>, rules: readonly string[]) {
    writePlugin(join(this.#folder, 'plugin'));
    const config = {
      jsPlugins: ['./plugin/index.js'],
      plugins: [],
      categories: { correctness: 'off' },
      ignorePatterns: ['plugin/**'],
      rules: Object.fromEntries(rules.map((rule) => [`nestjs-mailbox/${rule}`, 'error'])),
      overrides: rules.map((rule) => ({
        files: [`${rule}/**`],
        rules: Object.fromEntries(
          rules.map((other) => [`nestjs-mailbox/${other}`, other === rule ? 'error' : 'off']),
        ),
      })),
    };
    writeFileSync(join(this.#folder, '.oxlintrc.json'), JSON.stringify(config));
    for (const [file, source] of files) {
      mkdirSync(dirname(join(this.#folder, file)), { recursive: true });
      writeFileSync(join(this.#folder, file), source);
    }
  }

  lint(): readonly Finding[] {
    return this.#run('--format', 'json');
  }

  /** @param which `--fix`, or `--fix-suggestions`. */
  fix(which: '--fix' | '--fix-suggestions'): void {
    this.#run(which, '--format', 'json');
  }

  read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(...args: readonly string[]): readonly Finding[] {
    const oxlint = join(dirname(require.resolve('oxlint/package.json')), 'bin/oxlint');
    const { stdout, stderr } = spawnSync(process.execPath, [oxlint, ...args, '.'], {
      cwd: this.#folder,
      encoding: 'utf8',
    });
    if (!stdout.startsWith('{')) throw new Error(`oxlint did not lint: ${stdout}${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
    return diagnostics.map(({ filename, code, message, labels: [label] }) => ({
      file: filename,
      code,
      message,
      line: label?.span.line ?? 0,
    }));
  }
}

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}
