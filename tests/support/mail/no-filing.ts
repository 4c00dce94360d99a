import type { Beside } from '../../../activities/mail/post-office.ts'

/** For an office of which mails and pages alone are looked at. */
export const noFiling = (): Beside => ({ busy: false, begin: () => undefined, end: async () => undefined })
