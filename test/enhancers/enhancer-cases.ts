import type { EnhancerCase } from './enhancer-case.js';
import { FILTERS } from './filters.js';
import { GLOBALS } from './globals.js';
import { GUARANTEES } from './guarantees.js';
import { GUARDS } from './guards.js';
import { INTERCEPTORS } from './interceptors.js';
import { ISOLATION } from './isolation.js';
import { PIPES } from './pipes.js';

/** All of it. The package's tests play the same on Nest 11. */
export const ENHANCER_CASES: readonly EnhancerCase[] = [
  ...GUARDS,
  ...INTERCEPTORS,
  ...PIPES,
  ...FILTERS,
  ...GLOBALS,
  ...GUARANTEES,
  ...ISOLATION,
];
