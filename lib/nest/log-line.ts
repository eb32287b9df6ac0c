import { inspect } from 'node:util';
import { describeError } from '../runtime/errors.js';
import type { LogFacts } from '../runtime/logger.js';

/**
 * One line for Nest's logger: text where the logger writes text, and an object with the facts as its fields where it writes JSON. Loggers
 * take the sentence from `message`.
 */
export class LogLine {
  declare readonly message: string;

  constructor(message: string, facts: LogFacts) {
    const known = Object.entries(facts).filter(([, value]) => value !== undefined);
    const fields = Object.fromEntries(known.map(([name, value]) => [name, fieldOf(value)]));
    Object.assign(this, { message }, fields, { message }); // first in the line, whatever the facts are called
  }

  toString(): string {
    const { message, ...fields } = this as Record<string, unknown> & LogLine;
    const facts = Object.entries(fields).map(([name, value]) => `${name}=${textOf(value)}`);
    return facts.length === 0 ? message : `${message} (${facts.join(' ')})`;
  }

  /** What Nest's ConsoleLogger prints. */
  [inspect.custom](): string {
    return this.toString();
  }
}

/** Nothing in a line may make a logger throw. */
function fieldOf(value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  try {
    return JSON.stringify(value) === undefined ? describeError(value) : value;
  } catch {
    return describeError(value); // a circle, a big number, a toJSON that throws
  }
}

function textOf(field: unknown): string {
  return typeof field === 'string' ? field : JSON.stringify(field);
}
