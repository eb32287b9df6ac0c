import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';

/** The compiler's own parser: what it reads is what the project compiles. */
export type Compiler = typeof ts;

/**
 * Finds a TypeScript that can be asked for its syntax trees: the project's own, else the one that the Nest CLI brings along.
 *
 * @throws Error when there is none.
 */
export function findCompiler(folder = process.cwd()): Compiler {
  for (const file of [join(folder, 'package.json'), process.argv[1] ?? '']) {
    for (const owner of ['', '@nestjs/cli', '@nestjs/schematics']) {
      const compiler = findFrom(file, owner);
      if (typeof compiler?.createSourceFile === 'function') return compiler; // TypeScript 7 has no such thing
    }
  }
  throw new Error('no TypeScript was found here that can read sources: npm install --save-dev typescript@6');
}

function findFrom(file: string, owner: string): (Partial<Compiler> & Compiler) | undefined {
  try {
    const require = createRequire(file);
    const from = owner === '' ? require : createRequire(require.resolve(`${owner}/package.json`));
    return from('typescript') as Compiler;
  } catch {
    return undefined; // not there: the next one may be
  }
}
