import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';

const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** A package.json, as far as it matters here. */
interface Manifest extends Partial<Record<(typeof DEPENDENCIES)[number], Readonly<Record<string, string>>>> {
  readonly type?: string;
}

/** The package.json that a folder belongs to. */
export class PackageFile {
  /** Finds the nearest one, in the folder or above it. */
  static find(tree: Tree, folder: string): PackageFile | undefined {
    const path = posix.join(folder, 'package.json');
    if (tree.exists(path)) return new PackageFile(tree, path);
    return folder === '/' ? undefined : PackageFile.find(tree, posix.dirname(folder));
  }

  readonly #manifest: Manifest;

  private constructor(
    private readonly tree: Tree,
    readonly path: string,
  ) {
    this.#manifest = (tree.readJson(path) ?? {}) as Manifest;
  }

  /** Whether what belongs to it is ESM. */
  get isEsm(): boolean {
    return this.#manifest.type === 'module';
  }

  has(dependency: string): boolean {
    return DEPENDENCIES.some((kind) => this.#manifest[kind]?.[dependency] !== undefined);
  }

  /** Adds a dependency, where the alphabet has it; the rest of the file stays as it is. */
  add(dependency: string, range: string): void {
    const text = this.tree.readText(this.path);
    const dependencies = { ...this.#manifest.dependencies, [dependency]: range };
    const sorted = Object.fromEntries(
      Object.entries(dependencies).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
    const indent = /^[^\S\n]+/m.exec(text)?.[0] ?? '  ';
    const end = /\s*$/.exec(text)?.[0] ?? '';
    this.tree.overwrite(
      this.path,
      JSON.stringify({ ...this.#manifest, dependencies: sorted }, undefined, indent) + end,
    );
  }
}
