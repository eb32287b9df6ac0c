// Nest 12 is ESM only, so Jest runs in ESM mode: `node --experimental-vm-modules` (see the scripts in package.json).

/** Source specifiers end in `.js`; Jest finds the `.ts` behind them. */
const sourceOfSpecifier = { '^(\\.{1,2}/.*)\\.js$': '$1' };

/** Tests and snippets import the library by its name and get its source, not what was built last. */
const sourceOfPackage = {
  '^nestjs-mailbox$': '<rootDir>/lib/index.ts',
  '^nestjs-mailbox/(class-validator|ingress|runtime|telemetry|testing)$': '<rootDir>/lib/$1/index.ts',
};

const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: { ...sourceOfSpecifier, ...sourceOfPackage },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/packages/[^/]+/dist', '<rootDir>/sample-app'],
};

export default {
  maxWorkers: '100%', // by default Jest leaves one processor idle, which is half of a small machine
  // A worker keeps much of what it has loaded. One of a gigabyte takes longer to end than Jest waits, and is slower before.
  workerIdleMemoryLimit: '512MB',
  testTimeout: 60_000, // for what hangs: a test that takes two seconds may take ten on a busy machine
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['lib', 'test', 'docs', 'packages'].map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
      testPathIgnorePatterns: ['<rootDir>/test/(package|browser)/'],
    },
    // As in production, where messages go straight to their mailboxes: nobody freezes them.
    {
      ...common,
      displayName: 'production',
      setupFiles: ['<rootDir>/test/as-in-production.ts'],
      testMatch: ['lib/runtime', 'test/guarantees', 'test/behaviours'].map(
        (folder) => `<rootDir>/${folder}/**/*.spec.ts`,
      ),
      testPathIgnorePatterns: ['lib/runtime/freeze.spec.ts'],
    },
    // Slow: installs the packed tarball into scratch applications. `npm run test:package`.
    {
      ...common,
      displayName: 'package',
      testMatch: ['<rootDir>/test/package/*.spec.ts'],
      testPathIgnorePatterns: ['flood'],
    },
    // Looks at the clock, so that nothing else may run beside it; part of `npm run test:package`.
    { ...common, displayName: 'flood', testMatch: ['<rootDir>/test/package/flood.spec.ts'] },
    // Needs Chromium. `npm run test:browser`.
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/*.spec.ts'] },
  ],
};
