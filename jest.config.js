if (!process.features.typescript) throw new Error(`The tests need Node 22.18 or newer; this is ${process.version}`)

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/support/run/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/run/global-teardown.mjs',
  // Each file has a database, a queue and a mail server of its own; the engine and PostgreSQL are everybody's. On two
  // cores three keep both busy, since of three files one waits: for a restart, a time-out, the engine.
  maxWorkers: 3,
  testSequencer: '<rootDir>/tests/support/run/longest-first.mjs',
  // What hangs is found late, and what is slow on a busy machine is no failure.
  testTimeout: 180_000,
  reporters: ['default', '<rootDir>/tests/support/run/slowest.mjs', '<rootDir>/tests/support/run/closing-line.mjs'],
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  setupFiles: ['<rootDir>/tests/support/run/property-budget.mjs'],
  // Node reads the tests and their TypeScript.
  runtime: '<rootDir>/tests/support/run/native-runtime.mjs',
  transform: {},
}
