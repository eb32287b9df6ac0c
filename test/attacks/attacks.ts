import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a folder says about its attack; see README.md beside this file. */
interface Expected {
  readonly to: string;
  readonly attack: string;
  readonly compile?: string;
  readonly boot?: string;
  readonly lint?: string;
  readonly run?: string;
  readonly why?: string;
  readonly instead?: string;
}

/** One folder: a way round the ban, and what each layer says to it. */
export interface Attack extends Expected {
  readonly folder: string;
  /** The first word of the folder's name: the layer that stops it, or `none`. */
  readonly layer: string;
  readonly file: string;
  readonly source: string;
}

/** Every attack, by the name of its folder. */
export const attacks: readonly Attack[] = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name: folder }) => {
    const file = path.join(import.meta.dirname, folder, 'attack.ts');
    const expected = readFileSync(path.join(import.meta.dirname, folder, 'expected.json'), 'utf8');
    const [layer = ''] = folder.split('-');
    return { folder, layer, file, source: readFileSync(file, 'utf8'), ...(JSON.parse(expected) as Expected) };
  })
  .toSorted((one, other) => one.folder.localeCompare(other.folder));
