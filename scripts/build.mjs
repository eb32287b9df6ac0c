// Builds the library twice with plain tsc: dist/esm, and dist/cjs for CommonJS loaders that cannot require ESM (Jest). Then the
// schematics and the packages, once each: what loads them can require ESM. Does nothing when nothing has changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

function compile(project) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Everything that a build depends on. */
const SOURCES =
  /^(lib|packages\/[^/]+\/src)\/|^(package-lock\.json|(packages\/[^/]+\/)?(package|tsconfig[^/]*)\.json|scripts\/build\.mjs)$/;

/** What the last build was made of; apart from what it made, which is published. */
const stamp = `${root}/node_modules/.cache/nestjs-mailbox-build`;

function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const folder of ['lib', 'packages', '.', 'scripts']) {
    const recursive = folder === 'lib' || folder === 'packages';
    const files = readdirSync(`${root}/${folder}`, { recursive, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        `${entry.parentPath ?? entry.path}/${entry.name}`.slice(root.length).replace(/^\/*(\.\/)?/, ''),
      )
      .filter((file) => SOURCES.test(file));
    for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(`${root}/${file}`));
  }
  return hash.digest('hex');
}

const made = [`${root}/dist/schematics`, `${root}/dist/cjs/package.json`];
for (const name of readdirSync(`${root}/packages`)) made.push(`${root}/packages/${name}/dist`);
const wanted = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && made.every((path) => existsSync(path)))
  process.exit();

rmSync(stamp, { force: true });
rmSync(`${root}/dist`, { recursive: true, force: true });
compile('tsconfig.build.json');
compile('tsconfig.build-cjs.json');
// Makes every .js and .d.ts below it CommonJS, for Node and for TypeScript; the package itself is ESM.
writeFileSync(`${root}/dist/cjs/package.json`, '{ "type": "commonjs" }\n');

compile('tsconfig.build-schematics.json');
for (const file of readdirSync(`${root}/lib/schematics`).filter((name) => name.endsWith('.json'))) {
  copyFileSync(`${root}/lib/schematics/${file}`, `${root}/dist/schematics/${file}`);
}

for (const name of readdirSync(`${root}/packages`)) {
  rmSync(`${root}/packages/${name}/dist`, { recursive: true, force: true });
  compile(`packages/${name}/tsconfig.build.json`);
}

mkdirSync(`${root}/node_modules/.cache`, { recursive: true });
writeFileSync(stamp, wanted);
