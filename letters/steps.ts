import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import { pathOf } from '../domain/ticket/paths.ts'
import type { TicketRecord } from '../domain/ticket/record.ts'
import { isOfStep, type StepEvent } from '../domain/ticket/stepped.ts'
import { type Fact, plain, term } from './facts.ts'

/** What a letter says of the steps of a ticket as they stand now; null for what there is none of. */
export function stepsIn(event: KnownEvent, { steps, acceptor }: TicketRecord, reader: { id: string; staff: boolean }) {
  const about = (isOfStep(event) && event.data.step) || null
  const shown = (step: TicketRecord['steps'][number] | undefined) =>
    step ? { step: step.step, owner: step.owner?.name ?? null, dueAt: step.dueAt, over: step.state === 'done' } : null
  const confirm = steps.find(({ step, state }) => step === 'confirm' && state === 'open')
  return {
    /** Of a path that the ticket left since nothing is to be done. */
    step: shown(steps.find(({ step }) => step === about)) ?? { step: about, owner: null, dueAt: null, over: true },
    /** What is to be done now, on the same path; of a decision of the customer, on that of the change. */
    nextStep: shown(steps.find(({ state, path }) => state === 'open' && path === pathOf(about ?? 'confirm'))),
    followUp: shown(steps.find(({ step }) => step === 'followUp')),
    /** Somebody else than who reads it decides what is proposed. */
    decider: !reader.staff && confirm && acceptor?.id !== reader.id ? (acceptor?.name ?? null) : null,
    outcome: event.type === 'stepCompleted' ? (event.data.outcome ?? null) : null,
    decision: event.type === 'stepCompleted' ? (event.data.decision ?? null) : null,
  }
}

type OfStep = Extract<KnownEvent, { type: StepEvent['type'] }>

/** For a line of the ticket's story. */
export function stepFacts({ data }: OfStep): Fact[] {
  const decided = 'result' in data || 'decision' in data ? (data.outcome ?? data.decision) : undefined
  return [...term('step', data.step), ...plain(data.owner?.name), ...term('outcome', decided)]
}

export function stepWords({ type, data }: OfStep): string | undefined {
  if (type === 'stepAssigned') return data.reason
  if (type === 'stepCompleted') return [data.result, data.message].filter(Boolean).join('\n')
  return undefined
}
