import type { FieldFault } from './faults.ts'

const deepest = 20

/**
 * What no field of ours may hold, whatever its schema says: NUL and lone surrogates, which PostgreSQL and JSON cannot
 * keep, names that reach an object's prototype, and nesting that no schema of ours has.
 */
export function unsound(value: unknown, path: string, depth = 0): FieldFault[] {
  if (typeof value === 'string') return unsoundText(value, path)
  if (typeof value !== 'object' || value === null) return []
  if (depth === deepest) return [{ field: path, message: `Nested more than ${deepest} levels deep` }]
  if (Array.isArray(value)) return value.flatMap((item, index) => unsound(item, `${path}[${index}]`, depth + 1))
  return Object.entries(value).flatMap(([key, item]) => {
    const field = path ? `${path}.${key}` : key
    if (key === '__proto__') return [{ field, message: 'Unknown field' }]
    const named = unsoundText(key, field.replace(/[\0\p{Surrogate}]/gu, '\ufffd'))
    return named.length > 0 ? named : unsound(item, field, depth + 1)
  })
}

export function unsoundText(text: string, field: string): FieldFault[] {
  if (text.includes('\0')) return [{ field, message: 'Holds a NUL character' }]
  if (/\p{Surrogate}/u.test(text)) return [{ field, message: 'Holds half of a surrogate pair' }]
  return []
}
