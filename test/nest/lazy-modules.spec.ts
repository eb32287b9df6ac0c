import { LAZY_LOADS } from '../boot/lazy-loads.js';

// The same cases are run on Nest 11 in test/package/nest-11-commonjs.spec.ts.
describe('lazy modules that are loaded at a time', () => {
  it.each(Object.entries(LAZY_LOADS))(
    'are checked, and registered when load() is over: %s',
    async (_, [run, expected]) => {
      expect(await run()).toEqual(expected);
    },
  );
});
