import { setImmediate as setImmediateOfNode } from 'node:timers';

/**
 * Node's own, kept when this module loads. Fake timers of a test replace the global one; those of `node:test` and of sinon also
 * the one of `node:timers`, which a build to CommonJS asks anew at each call.
 */
export const setImmediate = setImmediateOfNode;
