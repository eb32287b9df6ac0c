import { Problem } from './problem.js';

/** Names through which data could change what an object is. */
const UNSAFE = ['__proto__', 'constructor'] as const;

/**
 * Reads JSON that comes from anybody: UTF-8 and nothing else, nested no deeper than `maxDepth`, without the keys `__proto__` and
 * `constructor`. Of two equal keys the last one counts.
 *
 * @throws Problem `malformed`
 */
export function parseJson(bytes: Uint8Array, maxDepth: number): unknown {
  const value = parse(decode(bytes));
  clean(value, maxDepth);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('malformed', 'the body is not valid UTF-8');
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') throw new Problem('malformed', 'the body is empty, and must be JSON');
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed', 'the body is not valid JSON'); // V8's own text would quote the body
  }
}

/** Recurses at most `depth` levels: how deep the text is nested is the sender's choice, how deep the stack gets is not. */
function clean(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new Problem('malformed', 'the body is nested too deeply');
  if (!Array.isArray(value)) {
    for (const name of UNSAFE)
      if (Object.hasOwn(value, name)) delete (value as Record<string, unknown>)[name];
  }
  for (const member of Object.values(value)) clean(member, depth - 1);
}
