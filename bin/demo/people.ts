import { accounts, demoPassword } from '../../demo/accounts.ts'
import { connect, type Api, Refused } from '../rehearse/api.ts'

/** The demo's people by their ids, each signed in when first needed. */
export class People {
  private readonly signedIn = new Map<string, Promise<Api>>()
  private readonly api: string
  private readonly signal: AbortSignal

  constructor(api: string, signal: AbortSignal) {
    this.api = api
    this.signal = signal
  }

  as(who: string): Promise<Api> {
    const known = this.signedIn.get(who) ?? this.signIn(who)
    this.signedIn.set(who, known)
    return known
  }

  private async signIn(who: string): Promise<Api> {
    const email = accounts.find(({ id }) => id === who)?.email
    const response = await fetch(`${this.api}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: demoPassword }),
      signal: this.signal,
    })
    if (!response.ok) throw new Refused(response.status, `${email} cannot sign in: is this a stack with demo data?`)
    const { token } = (await response.json()) as { token: string }
    return connect({ api: this.api, token }, this.signal)
  }
}
