import type { Activity } from '../../lib/runtime/index.js';

/** Handles a message by doing nothing. */
export function nothing(): void {}

export function fail(error: unknown = new Error('no')): never {
  throw error;
}

export function types(activities: readonly Activity[]): string[] {
  return activities.map(({ type }) => type);
}
