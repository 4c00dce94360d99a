/** Where everything is, and how to sign in: the JSON line of `npm start -- --json`. */
export interface Ready {
  api: string
  mail: string
  temporal: string
  temporalUi: string
  users: { role: string; email: string; password: string; token: string }[]
}

/** The same for people. */
export function welcome(ready: Ready, dataDir: string): string {
  const width = Math.max(...ready.users.map((user) => user.email.length))
  const users = ready.users.map(
    ({ role, email, password }) => `  ${role.padEnd(9)} ${email.padEnd(width)}  ${password}`,
  )
  return `
Aftercare is ready.

  API            ${ready.api}
  its docs       ${ready.api}/docs
  mail           ${ready.mail}
  Temporal UI    ${ready.temporalUi}
  Temporal       ${ready.temporal}
  data           ${dataDir}

Sign in with (POST ${ready.api}/v1/sessions):

${users.join('\n')}

Ctrl-C stops all of it; the next start goes on with the same data.
`
}
