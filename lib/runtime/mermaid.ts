/** Makes any text safe for a label of a Mermaid diagram: what has a meaning there becomes an entity, a line break a space. */
export function mermaidText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} ,.:/()+*!?'=_→—×-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
