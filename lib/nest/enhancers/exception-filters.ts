import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { isObservable, lastValueFrom } from 'rxjs';
import type { BoundEnhancer } from './bound-enhancers.js';

/** Written by `@Catch` on the filter's class. */
const CAUGHT_METADATA = '__filterCatchExceptions__';

/** A filter, and what it takes. */
interface Filter {
  readonly filter: ExceptionFilter;
  /** None: everything. */
  readonly types: readonly (abstract new (...args: never[]) => unknown)[];
}

/**
 * Makes what an error goes through. The nearest filter that takes it decides, the method's before the class's: what it returns stands
 * for what the handler did, what it throws for how it failed. An error that none takes is thrown again.
 *
 * Nest's own filters around what is no route take nothing for "not handled", and log the error as well; a filter of a handler has
 * done its work when it returns, as one of a route has.
 *
 * @param bound In the order of the decorators, the class's first.
 */
export function exceptionFilters(
  bound: readonly BoundEnhancer[],
): (error: unknown, host: ArgumentsHost) => Promise<unknown> {
  const filters = bound.map(({ instance }) => toFilter(instance as ExceptionFilter)).toReversed();
  return async (error, host) => {
    const found = filters.find(
      ({ types }) => types.length === 0 || types.some((type) => error instanceof type),
    );
    if (found === undefined) throw error;
    const outcome: unknown = await found.filter.catch(error, host);
    return isObservable(outcome) ? lastValueFrom(outcome, { defaultValue: undefined }) : outcome;
  };
}

function toFilter(filter: ExceptionFilter): Filter {
  const types = Reflect.getMetadata(CAUGHT_METADATA, filter.constructor) as Filter['types'] | undefined;
  return { filter, types: types ?? [] };
}
