import type { z } from 'zod'
import { cut, type FieldFault, longestName, mostFaults } from './faults.ts'

type Issue = z.core.$ZodIssue

/** Each fault with the path to its field, `rows[0].target.amount`, and what is allowed there; as many as are told. */
export function faultsOf(issues: readonly Issue[], whole: string): FieldFault[] {
  const faults: FieldFault[] = []
  for (const issue of issues) {
    if (faults.length >= mostFaults) break
    faults.push(...faultsIn(issue, whole))
  }
  return faults
}

/** What a rule found, each with the path to its field. */
export function fieldFaults(faults: readonly { path: readonly PropertyKey[]; message: string }[]): FieldFault[] {
  return faults.map(({ path, message }) => ({ field: fieldName(path), message }))
}

/** No longer than it is told: a caller's own words stand in it. */
export function fieldName(path: readonly PropertyKey[]): string {
  let name = ''
  for (const part of path) {
    if (name.length > longestName) break
    name += typeof part === 'number' ? `[${part}]` : `${name && '.'}${String(part).slice(0, longestName + 1)}`
  }
  return cut(name, longestName)
}

function faultsIn(issue: Issue, whole: string): FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.slice(0, mostFaults)
    return unknown.map((key) => ({ field: fieldName([...issue.path, key]), message: 'Unknown field' }))
  }
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors)?.slice(0, mostFaults)
    const inside = meant?.map((inner): Issue => ({ ...inner, path: [...issue.path, ...inner.path] }))
    if (inside) return faultsOf(inside, whole)
  }
  return [{ field: fieldName(issue.path) || whole, message: issue.message }]
}

/** Of a union such as an object or a word: the branch whose shape was given, though not all in it is right. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const close = branches.filter((issues) => issues.every((issue) => issue.path.length > 0 || isOfContent(issue)))
  return close.length === 1 ? close[0] : undefined
}

function isOfContent({ code }: Issue): boolean {
  return code !== 'invalid_type' && code !== 'invalid_value' && code !== 'invalid_union'
}
