import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import { ElementName } from './element-name.js';

/** What tells where something is generated; `nest generate` gives all of it. */
export interface LocationOptions {
  /** The name, after its folder: `orders/order`. */
  readonly name: string;
  /** A folder in front of the name. */
  readonly path?: string | undefined;
  /** The folder of the application's sources; `path` and `name` are seen from there. */
  readonly sourceRoot?: string | undefined;
}

export interface Location {
  readonly folder: string;
  readonly name: ElementName;
}

/** What lies at the top of a project. Who stands deeper in it means folders as seen from there. */
const PROJECT_FILES = ['/package.json', '/nest-cli.json', '/tsconfig.json'];

/**
 * Reads where something is to be, and what it is called.
 *
 * @param suffix What a name may end with, and does without: `actor`, for `order`, `order-actor`, `OrderActor`, `order.actor.ts`.
 * @throws Error when no class can be called that, or the folder lies outside.
 */
export function locate(tree: Tree, options: LocationOptions, suffix?: string): Location {
  const top = PROJECT_FILES.some((file) => tree.exists(file)) ? sourceRootOf(options) : '/';
  const path = posix.join(...[options.path ?? '', options.name].map((part) => part.replaceAll('\\', '/')));
  if (path.startsWith('..')) throw new Error(`${path} lies outside of the sources`);
  return {
    folder: posix.join(top, posix.dirname(path)),
    name: new ElementName(withoutSuffix(posix.basename(path), suffix)),
  };
}

export function sourceRootOf({ sourceRoot = 'src' }: { readonly sourceRoot?: string | undefined }): string {
  return posix.join('/', sourceRoot);
}

function withoutSuffix(name: string, suffix = ''): string {
  const bare = name.trim().replace(/\.ts$/, '');
  if (suffix === '') return bare;
  const hump = suffix.charAt(0).toUpperCase() + suffix.slice(1);
  return bare.replace(new RegExp(`(?<=.)(?:[\\s._-]+${suffix}|(?<=[a-z\\d])${hump})$`), '');
}
