import { errorChain } from '../../store/error-chain.ts'

/** Prisma's codes for a value that does not fit its column, or breaks a constraint. */
const prismaCodes = /^P20(00|0[2-9]|1[12349]|20|33)$/
/** PostgreSQL's classes for the same: data exception, integrity constraint violation. */
const postgresCodes = /^2[23][0-9A-Z]{3}$/

/**
 * Why the database will never take this, in a few words without anybody's data; undefined when it may take it the next
 * time, as after an outage.
 */
export function contentFault(error: unknown): string | undefined {
  if (error instanceof Error && error.name === 'PrismaClientValidationError') return 'a value that no column holds'
  const codes = errorChain(error)
    .flatMap(({ code, originalCode }) => [code, originalCode])
    .filter((code) => typeof code === 'string')
  return codes.find((code) => postgresCodes.test(code)) ?? codes.find((code) => prismaCodes.test(code))
}
