import { createHash } from 'node:crypto'
import type { Response } from 'express'
import { Fault, type FieldFault } from './faults.ts'
import { problems } from './json.ts'
import type { AnyOperation, Operation, Place } from './operation.ts'

/** A whole page, which needs nothing but its style. */
export interface Page {
  html: string
  style: string
  /** 200 when absent. */
  status?: number
}

/** A form that is shown again: what is wrong with which field, and what was written into each. */
export interface Again {
  faults: readonly FieldFault[]
  kept: Readonly<Record<string, string>>
}

/** What is read in a browser. */
export interface PageSurface<S> extends Place {
  kind: 'page'
  tag: string
  operation: AnyOperation<S>
  page(value: unknown, again?: Again): Page
}

/** What is sent from that page; what is wrong with it is said on the same page, with the text kept. */
export interface FormSurface<S> extends Place {
  kind: 'form'
  tag: string
  operation: AnyOperation<S>
  shownBy: PageSurface<S>
}

interface HowForm<S, P, V> {
  at: string
  tag: string
  shows: Operation<S, P, unknown, unknown, V>
  page(value: V, again?: Again): Page
}

/**
 * An operation as a browser meets it: a page that shows what is asked, and its form, at one address. Once it is done the
 * browser comes back to the page, which says what became of it.
 */
export function form<S, P, B, V, R>(
  operation: Operation<S, P, unknown, B, R>,
  { at, tag, shows, page }: HowForm<S, P, V>,
): [PageSurface<S>, FormSurface<S>] {
  const shown = { kind: 'page', method: 'get', path: at, tag, operation: shows, page } as PageSurface<S>
  const sent = { kind: 'form', method: 'post', path: at, tag, operation, shownBy: shown } as FormSurface<S>
  return [shown, sent]
}

/** Nothing from elsewhere, nothing kept, and its address, which may be a credential, told to nobody. */
export function sendPage(response: Response, { html, style, status = 200 }: Page): void {
  const styleHash = createHash('sha256').update(style).digest('base64')
  const policy = ["default-src 'none'", `style-src 'sha256-${styleHash}'`, "form-action 'self'", "base-uri 'none'"]
  response
    .status(status)
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': [...policy, "frame-ancestors 'none'"].join('; '),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    })
    .send(html)
}

/** The same page once more, each fault at its field and what was written kept; undefined when it is no fault of the form. */
export function againOf(fault: unknown, body: unknown): Again | undefined {
  if (!(fault instanceof Fault) || fault.kind !== 'invalid' || fault.fields === undefined) return undefined
  const written = Object.entries(body ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return { faults: fault.fields, kept: Object.fromEntries(written) }
}

export function statusOf({ kind }: Fault): number {
  return kind === 'notKnownYet' ? 202 : problems[kind][0]
}
