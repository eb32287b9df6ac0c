/** The parts of a `traceparent`: version, trace, parent, flags, and what a later version may have added. */
const PARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-[\x21-\x7e]*)?$/;
const ZEROS = /^0+$/;

const MEMBER =
  /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const MOST_MEMBERS = 32;

/**
 * What travels along with a message from the trace that it came in, as W3C Trace Context has it. What does not keep to that is left
 * out, as there: a message is worth more than its trace. And a state without its parent says nothing.
 */
export function traceContext(traceparent: unknown, tracestate: unknown): Readonly<Record<string, string>> {
  if (typeof traceparent !== 'string' || !isParent(traceparent)) return {};
  return typeof tracestate === 'string' && isState(tracestate)
    ? { traceparent, tracestate }
    : { traceparent };
}

function isParent(text: string): boolean {
  const [isWhole, version, trace = '', parent = '', more] = PARENT.exec(text) ?? [];
  if (isWhole === undefined || version === 'ff' || ZEROS.test(trace) || ZEROS.test(parent)) return false;
  return version !== '00' || more === undefined;
}

function isState(text: string): boolean {
  const members = text.split(',').map((member) => member.trim());
  const filled = members.filter((member) => member !== '');
  return filled.length > 0 && members.length <= MOST_MEMBERS && filled.every((member) => MEMBER.test(member));
}
