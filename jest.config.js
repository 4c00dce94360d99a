/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/support/run/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/run/global-teardown.mjs',
  // One after another: they share two cores, one server and one database with each other.
  maxWorkers: 1,
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/tests/support/run/closing-line.mjs'],
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
}
