import type { BootCheck } from '../boot-finding.js';
import { activation } from './activation.check.js';
import { enhancer } from './enhancer.check.js';
import { ingress } from './ingress.check.js';
import { injection } from './injection.check.js';
import { key } from './key.check.js';
import { names } from './names.check.js';
import { noHandlers } from './no-handlers.check.js';
import { options } from './options.check.js';
import { ownership } from './ownership.check.js';
import { passingBy } from './passing-by.check.js';
import { passivation } from './passivation.check.js';
import { providedOnce } from './provided-once.check.js';
import { retry } from './retry.check.js';
import { scope } from './scope.check.js';
import { shutdown } from './shutdown.check.js';
import { strayHandler } from './stray-handler.check.js';
import { valueReturn } from './value-return.check.js';

/** All checks, in the order in which their findings are told. A new check is a file beside this one, and a line here. */
export const BOOT_CHECKS: readonly BootCheck[] = [
  options,
  providedOnce,
  scope,
  names,
  ownership,
  key,
  valueReturn,
  strayHandler,
  ingress,
  injection,
  passingBy,
  enhancer,
  noHandlers,
  retry,
  passivation,
  activation,
];

/** Those that come a while after the application has come up. They yield warnings. */
export const LATE_CHECKS: readonly BootCheck[] = [shutdown];
