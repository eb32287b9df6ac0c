import { Injectable } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import type { ActorMetadata, HandlerMetadata } from './actor-metadata.js';
import {
  ACTOR_METADATA,
  HANDLER_FUNCTIONS_METADATA,
  HANDLER_NAMES_METADATA,
  HANDLERS_METADATA,
  MESSAGE_ARGUMENT_METADATA,
} from './mailbox.constants.js';
import type { Constructor } from './nest-container.js';

/** A method of a class, and everything that decorators have written on it. */
export interface MethodMetadata {
  readonly name: string;
  readonly method: (...args: never[]) => unknown;
  readonly handlers: readonly HandlerMetadata[];
  /** The class of the declared return type, `Object` where it has none, undefined where it is nothing or not known. */
  readonly returnType: unknown;
  /** The keys of what other libraries' decorators have written on the method or its parameters. */
  readonly foreignKeys: readonly string[];
}

/** A property that a decorator has put on the prototype of a class, to fill it later. */
export interface PropertyMetadata {
  readonly name: string;
  readonly keys: readonly string[];
}

/** What `@Handle` or `@Subscribe` stands on. Only a method can be called with a message. */
export interface DecoratedMember {
  readonly name: string;
  readonly kind:
    'method' | 'static method' | 'accessor' | 'field' | 'symbol' | 'lifecycle method' | 'no method';
}

/** What this library writes on methods itself. */
const OWN_KEYS: readonly string[] = [
  HANDLERS_METADATA,
  HANDLER_FUNCTIONS_METADATA,
  MESSAGE_ARGUMENT_METADATA,
];

const LIFECYCLE_METHODS: readonly (string | symbol)[] = ['onActivate', 'onDeactivate'];

/** Reads what this library's decorators have written, through subclasses and overridden methods. */
@Injectable()
export class MailboxMetadataAccessor {
  readonly #scanner = new MetadataScanner();

  findActor(type: unknown): ActorMetadata | undefined {
    if (typeof type !== 'function') return undefined;
    return Reflect.getMetadata(ACTOR_METADATA, type) as ActorMetadata | undefined;
  }

  methodsOf(type: Constructor): readonly MethodMetadata[] {
    const prototype = type.prototype as Record<string, MethodMetadata['method']>;
    return this.#scanner.getAllMethodNames(prototype).map((name) => {
      const method = prototype[name] as MethodMetadata['method'];
      return {
        name,
        method,
        handlers: (Reflect.getMetadata(HANDLERS_METADATA, prototype, name) ?? []) as HandlerMetadata[],
        returnType: Reflect.getMetadata('design:returntype', prototype, name) as unknown,
        foreignKeys: [
          ...Reflect.getMetadataKeys(prototype, name),
          ...Reflect.getMetadataKeys(method),
          ...Reflect.getMetadataKeys(type, name), // of parameters: they stand at the class
        ]
          .map(String)
          .filter((key) => !OWN_KEYS.includes(key) && !key.startsWith('design:')),
      };
    });
  }

  propertiesOf(type: Constructor): readonly PropertyMetadata[] {
    const prototype = type.prototype as object;
    const names = namesOf(prototype).filter((name) => !isMethod(findDescriptor(prototype, name)));
    return names.map((name) => ({ name, keys: Reflect.getMetadataKeys(prototype, name).map(String) }));
  }

  /** The keys of everything that decorators have written on a class, Nest's own and ours included. */
  classKeysOf(type: Constructor): readonly string[] {
    return Reflect.getMetadataKeys(type).map(String);
  }

  /** All members with `@Handle` or `@Subscribe`, wherever those may stand. */
  decoratedMembersOf(type: Constructor): readonly DecoratedMember[] {
    const prototype: unknown = type.prototype;
    const own = isObject(prototype) ? decoratedNames(prototype) : [];
    return [
      ...own.map((name) => ({ name: String(name), kind: this.#kindOf(prototype as object, name) })),
      ...decoratedNames(type).map((name) => ({ name: String(name), kind: 'static method' as const })),
    ];
  }

  /** A method is what `methodsOf` finds, so that no handler is neither called nor reported. */
  #kindOf(prototype: object, name: string | symbol): DecoratedMember['kind'] {
    if (typeof name === 'symbol') return 'symbol';
    if (LIFECYCLE_METHODS.includes(name)) return 'lifecycle method';
    if (this.#scanner.getAllMethodNames(prototype).includes(name)) return 'method';
    const descriptor = findDescriptor(prototype, name);
    if (descriptor === undefined) return 'field';
    return 'value' in descriptor ? 'no method' : 'accessor';
  }
}

function decoratedNames(holder: object): readonly (string | symbol)[] {
  return (Reflect.getMetadata(HANDLER_NAMES_METADATA, holder) ?? []) as (string | symbol)[];
}

/** Of a prototype and its parents, but for what every object has. */
function namesOf(prototype: object): readonly string[] {
  const parent = Object.getPrototypeOf(prototype) as object | null;
  return parent === null ? [] : [...Object.getOwnPropertyNames(prototype), ...namesOf(parent)];
}

function isMethod(descriptor: PropertyDescriptor | undefined): boolean {
  return typeof descriptor?.value === 'function';
}

function findDescriptor(prototype: object, name: string): PropertyDescriptor | undefined {
  for (let holder: object | null = prototype; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
