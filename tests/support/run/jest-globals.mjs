// Stands for @jest/globals in a test file that Node reads.
import { jestExpect } from '@jest/expect'
import { ModuleMocker } from 'jest-mock'
import { handed } from './handed.mjs'

export const { afterAll, afterEach, beforeAll, beforeEach, describe, test } = handed
// Of the tests' own realm: to the one in Jest's context their Error and their Number are strangers.
export const expect = jestExpect
export const jest = new ModuleMocker(globalThis)
