import type { Answer, Row } from './status-table.js';

/** What an answer has that its row does not say, or says otherwise; nothing, if all is well. Free of any test runner. */
export function faultsOf(row: Row, { status, headers, body }: Answer): readonly string[] {
  const expected: Record<string, unknown> = {
    status: row.status,
    ...Object.fromEntries(
      Object.entries(row.headers ?? {}).map(([name, value]) => [`header ${name}`, value]),
    ),
    ...(row.problem !== undefined && {
      'header content-type': 'application/problem+json; charset=utf-8',
      'body.type': `urn:problem-type:nestjs-mailbox:${row.problem}`,
      'body.status': row.status,
    }),
  };
  const found: Record<string, unknown> = { status, 'body.type': body.type, 'body.status': body.status };
  for (const [name, value] of Object.entries(headers)) found[`header ${name}`] = value;
  return [
    ...Object.entries(expected)
      .filter(([name, value]) => found[name] !== value)
      .map(([name, value]) => `${name} is ${String(found[name])}, not ${String(value)}`),
    ...(row.body === undefined || holds(row.body, body)
      ? []
      : [`the body is ${JSON.stringify(body)}, which lacks ${JSON.stringify(row.body)}`]),
  ];
}

/** Whether everything in `part` is in `whole` as well; arrays have the same length. */
function holds(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  if (Array.isArray(part) && (whole as unknown[]).length !== part.length) return false;
  return Object.entries(part).every(([name, value]) =>
    holds(value, (whole as Record<string, unknown>)[name]),
  );
}
