import type { DynamicModule, Type } from '@nestjs/common';
import { LazyModuleLoader, type ModuleRef } from '@nestjs/core';

/** What has to happen around the loading of a module. */
interface LazyModuleWatcher {
  /** The module's files have been evaluated, and Nest has not looked at them yet. */
  onImported(): void;
  /** The module's providers exist. A rejection is the loader's as well. */
  onLoaded(moduleRef: ModuleRef): Promise<void>;
}

/** What is known of an application's one loader. */
interface Loads {
  readonly watchers: LazyModuleWatcher[];
  /** What came before anybody watched. */
  readonly early: ModuleRef[];
  /** By the class of the module, the load that began last. */
  readonly underWay: Map<unknown, Promise<ModuleRef>>;
}

const known = new WeakMap<LazyModuleLoader, Loads>();
let isSeeing = false;

/**
 * Sees every `load` from now on: Nest calls no lifecycle hook for a lazy module, so nobody else would say that it has come.
 *
 * It goes in between at the class, once per process. A loader of its own is known only when Nest has made our providers, and a
 * constructor that ran before those may have begun to load.
 */
export function seeLazyModules(): void {
  if (isSeeing) return;
  isSeeing = true;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its loader below
  const { load } = LazyModuleLoader.prototype;
  LazyModuleLoader.prototype.load = async function (this: LazyModuleLoader, importModule, options) {
    const { watchers, early, underWay } = loadsOf(this);
    let type: unknown;
    let earlier: Promise<ModuleRef> | undefined;
    const build = async (): Promise<ModuleRef> => {
      const moduleRef = await load.call(
        this,
        async () => {
          const definition = await importModule();
          type = classOf(definition);
          earlier = underWay.get(type);
          underWay.set(type, built);
          for (const watcher of watchers) watcher.onImported();
          return definition;
        },
        options,
      );
      // Nest 11 answers at once where somebody else is still loading the same module.
      await earlier?.catch(() => {}); // that load says it to its own caller
      return moduleRef;
    };
    const built = build();
    try {
      const moduleRef = await built;
      if (watchers.length === 0) early.push(moduleRef);
      for (const watcher of watchers) await watcher.onLoaded(moduleRef);
      return moduleRef;
    } finally {
      if (underWay.get(type) === built) underWay.delete(type);
    }
  };
}

/**
 * Calls back around every `load` of an application's loader, also for one that has begun before.
 *
 * @returns What has been loaded before.
 */
export function watchLazyModules(loader: LazyModuleLoader, watcher: LazyModuleWatcher): readonly ModuleRef[] {
  const { watchers, early } = loadsOf(loader);
  watchers.push(watcher);
  return early.splice(0);
}

function loadsOf(loader: LazyModuleLoader): Loads {
  const loads = known.get(loader) ?? { watchers: [], early: [], underWay: new Map() };
  known.set(loader, loads);
  return loads;
}

function classOf(definition: Type<unknown> | DynamicModule): unknown {
  return 'module' in definition ? definition.module : definition;
}
