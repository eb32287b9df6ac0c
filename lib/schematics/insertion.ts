import type ts from 'typescript';
import type { Compiler } from './compiler.js';

/** Text that comes into a source, which otherwise stays as its author wrote it. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Inserts texts, in their order where they share a place. New lines end as the source's other lines do. */
export function insert(source: string, insertions: readonly Insertion[]): string {
  const lineEnd = source.includes('\r\n') ? '\r\n' : '\n';
  return insertions
    .toSorted((one, other) => one.at - other.at)
    .reduceRight(
      (whole, { at, text }) => whole.slice(0, at) + text.replaceAll('\n', lineEnd) + whole.slice(at),
      source,
    );
}

/** What is listed between brackets: an array's elements, an object's properties, the names of an import. */
export interface Listing {
  readonly elements: ts.NodeArray<ts.Node>;
  /** Just after the opening bracket. */
  readonly start: number;
}

/** Appends to a list, on a line of its own if the others have theirs. `space` is what an empty list gets inside its brackets. */
export function append(
  compiler: Compiler,
  { text }: ts.SourceFile,
  { elements, start }: Listing,
  item: string,
  space = '',
): readonly Insertion[] {
  const [first, last] = [elements[0], elements.at(-1)];
  if (first === undefined || last === undefined) return [{ at: start, text: space + item + space }];
  if (!text.slice(start, first.getStart()).includes('\n')) return [{ at: last.end, text: `, ${item}` }];
  const indent = /^[^\S\n]*/m.exec(text.slice(text.lastIndexOf('\n', last.getStart()) + 1))?.[0] ?? '';
  const line = { at: endWithRemarks(compiler, text, elements.end), text: `\n${indent}${item}` };
  if (elements.hasTrailingComma) return [{ ...line, text: `${line.text},` }];
  return [{ at: last.end, text: ',' }, line];
}

/** Where a line may follow: behind the comments that belong to what ends here. */
export function endWithRemarks(compiler: Compiler, text: string, end: number): number {
  return compiler.getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end;
}
