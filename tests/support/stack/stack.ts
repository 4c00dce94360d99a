/** The stack that jest's global setup brought up, for the tests of this run. */
export interface TestStack {
  /** The PostgreSQL server, as one who may create databases. */
  postgresUrl: string
  /** Its database `aftercare`, as who migrates it, and as the service. */
  ownerUrl: string
  appUrl: string
  /** Its database `temporal`, as the engine; empty where the engine keeps its data elsewhere. */
  temporalUrl: string
  temporalAddress: string
}

export function testStack(): TestStack {
  const stack = process.env.AFTERCARE_TEST_STACK
  if (stack === undefined) throw new Error('Run the tests by npm test: its global setup brings up the stack')
  return JSON.parse(stack) as TestStack
}

/** The Temporal CLI has a store of its own. */
export const theEngineIsOnPostgres = () => testStack().temporalUrl !== ''
