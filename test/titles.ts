import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The first arguments of calls, as they are written: `it('keeps the order', …)`, `it.each(…)('is right about $reason', …)`. */
export function titlesIn(file: string, callee: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && nameOf(node.expression) === callee) {
      const words = node.arguments.map(textOf).filter((text) => text !== undefined);
      if (words.length > 0) found.push(words.join(' '));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `it` of `it(…)`, `it.each(…)(…)` and `it.each([…])`. */
function nameOf(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return nameOf(callee.expression);
  return undefined;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : undefined;
}
