// Nest 12 is ESM only, so Jest runs in ESM mode: `node --experimental-vm-modules` (see the test script).
export default {
  rootDir: 'src',
  maxWorkers: '100%',
  testTimeout: 60_000, // for what hangs: a busy machine is no reason to fail
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
};
