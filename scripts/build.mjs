// Builds the library twice with plain tsc: dist/esm, and dist/cjs for CommonJS loaders that cannot require ESM (Jest). Then the
// schematics and the packages, once each: what loads them can require ESM.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

function compile(project) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

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
