import { isoOrNull, toIso } from '../time/instant.ts'
import type { Authorisation, Remote, RemoteRequest, RemoteSession } from './remote.ts'

/** What is known of remote support (R4.2), as it is shown and stored; instants are ISO, UTC. Null where nobody asked for it. */
export function remoteRecordOf(remote: Remote | undefined) {
  if (remote === undefined) return null
  const { asked, granted, sessions } = remote
  return {
    asked: asked ? requestOf(asked) : null,
    authorisation: granted ? authorisationOf(granted) : null,
    sessions: sessions.map(sessionOf),
  }
}

function requestOf({ purpose, from, until, by, at }: RemoteRequest) {
  return { purpose, from: toIso(from), until: toIso(until), by, at: toIso(at) }
}

function authorisationOf({ purpose, from, until, by, at, loggedBy, ended }: Authorisation) {
  return {
    ...{ purpose, from: toIso(from), until: toIso(until), by, at: toIso(at), loggedBy: loggedBy ?? null },
    ended: ended ? { at: toIso(ended.at), why: ended.why } : null,
  }
}

function sessionOf({ n, engineer, startedAt, endedAt, done }: RemoteSession) {
  return { n, engineer, startedAt: toIso(startedAt), endedAt: isoOrNull(endedAt), done: done ?? null }
}
