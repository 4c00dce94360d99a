import type { z } from 'zod'
import type { FieldFault } from './faults.ts'

type Issue = z.core.$ZodIssue

/** Each fault with the path to its field, `rows[0].target.amount`, and what is allowed there. */
export function faultsOf(issues: readonly Issue[], whole: string): FieldFault[] {
  return issues.flatMap((issue) => faultsIn(issue, whole))
}

export function fieldName(path: readonly PropertyKey[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i ? '.' : ''}${String(part)}`)).join('')
}

function faultsIn(issue: Issue, whole: string): FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), message: 'Unknown field' }))
  }
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors)
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
