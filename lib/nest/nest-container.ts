import type { ModulesContainer } from '@nestjs/core';

/** A module as Nest's container holds it. Derived, as Nest does not export the type from a path that both majors have. */
export type NestModule = ModulesContainer extends Map<string, infer Module> ? Module : never;

/** A provider, controller or enhancer as Nest's container holds it. */
export type InstanceWrapper = NestModule['providers'] extends Map<unknown, infer Wrapper> ? Wrapper : never;

/** Anything that `new` works on. */
export type Constructor = abstract new (...args: never[]) => object;

/** A token or a class, as a person would name it. */
export function tokenName(token: unknown): string {
  if (typeof token !== 'function') return String(token);
  return token.name === '' ? '(a class without a name)' : token.name;
}

/** A provider that Nest makes by calling `new`: neither factory nor alias nor value. */
export function findProvidedClass(wrapper: InstanceWrapper): Constructor | undefined {
  const { metatype, inject } = wrapper as { metatype: unknown; inject?: unknown };
  return typeof metatype === 'function' && !inject ? (metatype as Constructor) : undefined;
}

/** The class of what a provider provides, however it comes by it. */
export function findClass(wrapper: InstanceWrapper): Constructor | undefined {
  const provided = findProvidedClass(wrapper);
  if (provided !== undefined) return provided;
  const instance: unknown = wrapper.instance;
  const type: unknown = typeof instance === 'object' && instance !== null ? instance.constructor : undefined;
  return typeof type === 'function' ? (type as Constructor) : undefined;
}
