import { inspect } from 'node:util';
import { times } from './times.js';

/** What of an object can be seen, as text: by the name of a field, or of an entry of one. */
export type VisibleState = ReadonlyMap<string, string>;

/**
 * Shows the data of an object: its fields and getters that hold primitives, dates, plain objects, arrays, maps and sets, the entries of
 * these one by one; of a list, which entries it has and how often, not in which order. Other class instances are somebody else's data,
 * and what is `#private` nobody can see.
 */
export function visibleStateOf(owner: object, name: string): VisibleState {
  const state = new Map<string, string>();
  for (const field of fieldNamesOf(owner)) addValue(state, `${name}.${field}`, read(owner, field), 1);
  return state;
}

/** The same of its fields alone: no code of its own runs for it, so that it may be an actor between two turns. */
export function visibleFieldsOf(owner: object, name: string): VisibleState {
  const state = new Map<string, string>();
  for (const [field, value] of dataOf(owner)) addValue(state, `${name}.${field}`, value, 1);
  return state;
}

/** The same of a value that has been given for it, and of the values in it. */
export function visibleValue(value: unknown, name: string): VisibleState {
  const state = new Map<string, string>();
  addValue(state, name, value, 2);
  return state;
}

/** The names of what is not the same in two states, each once. */
export function differences(one: VisibleState, other: VisibleState): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
}

/** @param depth How many collections deep entries are shown one by one. */
function addValue(state: Map<string, string>, name: string, value: unknown, depth: number): void {
  if (!isData(value)) return;
  if (depth > 0 && (Array.isArray(value) || value instanceof Set)) addList(state, name, [...value]);
  else if (depth > 0 && value instanceof Map)
    for (const [key, entry] of value) addValue(state, `${name}[${show(key)}]`, entry, depth - 1);
  else if (depth > 0 && isPlain(value))
    for (const [key, entry] of dataOf(value)) addValue(state, `${name}.${key}`, entry, depth - 1);
  else state.set(name, show(value));
}

function addList(state: Map<string, string>, name: string, entries: readonly unknown[]): void {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(show(entry), (counts.get(show(entry)) ?? 0) + 1);
  for (const [entry, count] of counts) state.set(`${name}: ${entry}`, `there ${times(count)}`);
}

function isData(value: unknown): boolean {
  if (typeof value === 'function' || value === undefined) return false;
  if (typeof value !== 'object' || value === null) return true;
  const isKnown = value instanceof Map || value instanceof Set || value instanceof Date;
  return isKnown || Array.isArray(value) || isPlain(value);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What its own enumerable properties hold; an accessor holds nothing. */
function dataOf(owner: object): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(owner)).flatMap(([name, descriptor]) =>
    descriptor.enumerable === true && 'value' in descriptor ? [[name, descriptor.value] as const] : [],
  );
}

/** Its own, and the getters of its classes. */
function fieldNamesOf(owner: object): readonly string[] {
  const names = Object.keys(owner);
  let prototype: unknown = Object.getPrototypeOf(owner);
  while (typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (descriptor.get !== undefined && !names.includes(name)) names.push(name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

function read(owner: object, field: string): unknown {
  try {
    return (owner as Record<string, unknown>)[field];
  } catch {
    return undefined; // a getter that cannot answer now shows nothing
  }
}

function show(value: unknown): string {
  return inspect(value, {
    depth: 6,
    sorted: true,
    breakLength: Infinity,
    maxArrayLength: null,
    maxStringLength: null,
  });
}
