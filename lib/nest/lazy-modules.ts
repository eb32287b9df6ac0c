import type { LazyModuleLoader, ModuleRef } from '@nestjs/core';

/** What has to happen around the loading of a module. */
interface LazyModuleWatcher {
  /** The module's files have been evaluated, and Nest has not looked at them yet. */
  onImported(): void;
  /** The module's providers exist. A rejection is the loader's as well. */
  onLoaded(moduleRef: ModuleRef): Promise<void>;
}

/**
 * Calls back around every `load` of an application's one loader: Nest calls no lifecycle hook for a lazy module, so nobody else
 * would say that it has come.
 */
export function watchLazyModules(loader: LazyModuleLoader, watcher: LazyModuleWatcher): void {
  const load = loader.load.bind(loader);
  loader.load = async (importModule, options) => {
    const moduleRef = await load(async () => {
      const definition = await importModule();
      watcher.onImported();
      return definition;
    }, options);
    await watcher.onLoaded(moduleRef);
    return moduleRef;
  };
}
