import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { CannotRehearse } from './cannot.ts'
import type { Options } from './options.ts'

/** Where a running `npm start` writes its addresses and the tokens of its demo users. */
const stackFile = 'data/stack.json'
const stackSchema = z.object({ api: z.string(), users: z.array(z.object({ role: z.string(), token: z.string() })) })

export interface Access {
  api: string
  token: string
}

/** The local stack's admin, unless told otherwise. Its token is never sent to another address. Throws CannotRehearse. */
export function accessOf({ api, token }: Pick<Options, 'api' | 'token'>, file = stackFile): Access {
  if (token !== undefined) return { api: api ?? localStack(file)?.api ?? 'http://127.0.0.1:3000', token }
  const stack = localStack(file)
  if (stack === undefined) {
    throw new CannotRehearse(
      `No running stack is known: ${file} does not exist. Start one with "npm start", or give --api and an admin's --token.`,
    )
  }
  if (api !== undefined && new URL(api).origin !== new URL(stack.api).origin) {
    throw new CannotRehearse(`--api ${api} is not the local stack (${stack.api}): give --token, an admin's, with it.`)
  }
  const admin = stack.users.find(({ role }) => role === 'admin')
  if (admin === undefined) throw new CannotRehearse(`${file} names no admin: give an admin's --token.`)
  return { api: stack.api.replace(/\/+$/, ''), token: admin.token }
}

function localStack(file: string): z.infer<typeof stackSchema> | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  try {
    return stackSchema.parse(JSON.parse(text))
  } catch {
    throw new CannotRehearse(`${file} cannot be understood: start the stack again with "npm start".`)
  }
}
