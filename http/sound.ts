import { type FieldFault, mostFaults } from './faults.ts'
import { fieldName } from './schema-faults.ts'

const deepest = 20

/**
 * What no field of ours may hold, whatever its schema says: NUL and lone surrogates, which PostgreSQL and JSON cannot
 * keep, names that reach an object's prototype, and nesting that no schema of ours has. It stops when there are as many
 * as are told: anybody may send a body, and a small one can hold thousands.
 */
export function unsound(value: unknown): FieldFault[] {
  const faults: FieldFault[] = []
  look(value, [], faults)
  return faults
}

function look(value: unknown, path: PropertyKey[], faults: FieldFault[]): void {
  if (typeof value === 'string') tell(whyUnsound(value), path, faults)
  if (typeof value !== 'object' || value === null) return
  if (path.length === deepest) {
    tell(`Nested more than ${deepest} levels deep`, path, faults)
    return
  }
  for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (faults.length === mostFaults) return
    path.push(key)
    const why = typeof key === 'string' ? whyNoName(key) : undefined
    if (why) tell(why, path, faults)
    else look(item, path, faults)
    path.pop()
  }
}

function tell(message: string | undefined, path: readonly PropertyKey[], faults: FieldFault[]): void {
  if (message) faults.push({ field: fieldName(path).replace(/[\0\p{Surrogate}]/gu, '\ufffd'), message })
}

function whyNoName(key: string): string | undefined {
  return key === '__proto__' ? 'Unknown field' : whyUnsound(key)
}

export function whyUnsound(text: string): string | undefined {
  if (text.includes('\0')) return 'Holds a NUL character'
  if (/\p{Surrogate}/u.test(text)) return 'Holds half of a surrogate pair'
  return undefined
}
