import { type PasswordLinkState, readPasswordLink, setPassword } from '../api/accounts/password-link.ts'
import type { Surfaces } from '../api/shared/services.ts'
import { type Again, form, type Page } from '../http/html.ts'
import { noticePage, pageStyle as style, passwordPage } from '../letters/pages.ts'

/** Where the owner of an account sets its password. */
export const password: Surfaces = form(setPassword, {
  at: '/password/{token}',
  tag: 'password page',
  shows: readPasswordLink,
  page,
  // What has become of the link is said where it leads.
})

/** What was typed is never shown again. */
function page({ language, email, end }: PasswordLinkState, again?: Again): Page {
  if (end === null) return { html: passwordPage(language, email, again?.faults), style }
  return { html: noticePage(end, language, email), style, status: end === 'passwordSet' ? 200 : 410 }
}
