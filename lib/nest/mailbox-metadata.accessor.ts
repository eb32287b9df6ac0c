import { Injectable } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import type { ActorMetadata, HandlerMetadata } from './actor-metadata.js';
import { ACTOR_METADATA, HANDLERS_METADATA } from './mailbox.constants.js';
import type { Constructor } from './nest-container.js';

/** A method of a class, and everything that decorators have written on it. */
export interface MethodMetadata {
  readonly name: string;
  readonly method: (...args: never[]) => unknown;
  readonly handlers: readonly HandlerMetadata[];
  /** The class of the declared return type, `Object` where it has none, undefined where it is nothing or not known. */
  readonly returnType: unknown;
  /** The keys of what other libraries' decorators have written. */
  readonly foreignKeys: readonly string[];
}

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
      const keys = [...Reflect.getMetadataKeys(prototype, name), ...Reflect.getMetadataKeys(method)];
      return {
        name,
        method,
        handlers: (Reflect.getMetadata(HANDLERS_METADATA, prototype, name) ?? []) as HandlerMetadata[],
        returnType: Reflect.getMetadata('design:returntype', prototype, name) as unknown,
        foreignKeys: keys
          .map(String)
          .filter((key) => key !== HANDLERS_METADATA && !key.startsWith('design:')),
      };
    });
  }

  /** The methods that handle messages: of instances, and of the class itself, where nobody would find them. */
  handlerNamesOf(type: Constructor): {
    readonly methods: readonly string[];
    readonly statics: readonly string[];
  } {
    const handles = (holder: object) => (name: string) =>
      Reflect.hasMetadata(HANDLERS_METADATA, holder, name);
    const prototype: unknown = type.prototype;
    return {
      methods:
        typeof prototype === 'object' && prototype !== null
          ? this.#scanner.getAllMethodNames(prototype).filter(handles(prototype))
          : [],
      statics: Object.getOwnPropertyNames(type).filter(handles(type)),
    };
  }
}
