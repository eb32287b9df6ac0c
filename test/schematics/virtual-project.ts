import { posix } from 'node:path';
import type { DirEntry, Rule, SchematicContext, Tree } from '@angular-devkit/schematics';

/** What the schematics use of a tree. */
type UsedOfTree = Pick<Tree, 'exists' | 'readText' | 'readJson' | 'create' | 'overwrite'> & {
  getDir(path: string): Pick<DirEntry, 'path' | 'subdirs' | 'subfiles'>;
};

/**
 * A project in memory, for schematics to work on. It stands for the devkit's own tree, which needs an ES module that Jest can't
 * `require` on Node 20; `test/package` has the schematics run by the Nest CLI.
 */
export class VirtualProject {
  /** What the schematics have said, with the level in front. */
  readonly said: string[] = [];
  #files: ReadonlyMap<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = new Map(Object.entries(files));
  }

  /** Runs a schematic, all or nothing: if it fails, the project stays as it was. */
  async run(rule: Rule): Promise<void> {
    const log = (level: string) => (message: string) => this.said.push(`${level}: ${message}`);
    const context = { logger: { info: log('info'), warn: log('warn') } };
    const files = new Map(this.#files);
    await rule(treeOf(files) as unknown as Tree, context as unknown as SchematicContext);
    this.#files = files;
  }

  /** @throws Error when there is no such file. */
  read(path: string): string {
    return treeOf(new Map(this.#files)).readText(path);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Every file, by path, to compare before and after. */
  get files(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#files);
  }
}

function treeOf(files: Map<string, string>): UsedOfTree {
  const write = (path: string, content: Buffer | string, mustExist: boolean): void => {
    if (files.has(path) !== mustExist) throw new Error(`${path} ${mustExist ? 'does not exist' : 'exists'}`);
    files.set(path, content.toString());
  };
  const readText = (path: string): string => {
    const text = files.get(path);
    if (text === undefined) throw new Error(`${path} does not exist`);
    return text;
  };
  return {
    exists: (path) => files.has(path),
    readText,
    readJson: (path) => JSON.parse(readText(path)) as null,
    create: (path, content) => write(path, content, false),
    overwrite: (path, content) => write(path, content, true),
    getDir: (path) => folderOf(files, path),
  };
}

function folderOf(files: ReadonlyMap<string, string>, path: string): DirEntry {
  const below = [...files.keys()].map((file) => posix.relative(path, file).split('/'));
  const inside = below.filter(([first]) => first !== '..');
  const names = (isFolder: boolean): string[] => [
    ...new Set(inside.filter(({ length }) => length > 1 === isFolder).map(([first = '']) => first)),
  ];
  return {
    path,
    subdirs: names(true),
    subfiles: names(false),
    dir: (name: string) => folderOf(files, posix.join(path, name)),
  } as unknown as DirEntry;
}

/** A module as `nest new` and `nest generate module` leave it, with some metadata. */
export function moduleSource(name: string, metadata: string, imports = ''): string {
  return `import { Module } from '@nestjs/common';\n${imports}\n@Module(${metadata})\nexport class ${name} {}\n`;
}

/** The package.json of a project on Nest 12, or on Nest 11 with `type` left out. */
export function packageFile(manifest: object = {}): string {
  return `${JSON.stringify({ name: 'shop', dependencies: {}, ...manifest }, undefined, 2)}\n`;
}
