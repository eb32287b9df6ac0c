/** A path in the tree, as it is shown to who reads it. */
export function shown(path: string): string {
  return path.replace(/^\//, '');
}
