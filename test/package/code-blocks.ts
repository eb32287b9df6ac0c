/** A code fence that carries a file's name: ```ts file=orders/order.actor.ts */
const FENCE = /^```\w+ file=(\S+)\n(.*?)^```$/gms;

/** Reads the files that a Markdown page holds as named code blocks. Throws if one name is given twice. */
export function readCodeBlocks(markdown: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [, file = '', source = ''] of markdown.matchAll(FENCE)) {
    if (files.has(file)) throw new Error(`two code blocks are named ${file}`);
    files.set(file, source);
  }
  return files;
}
