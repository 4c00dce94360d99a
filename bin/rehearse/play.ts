import { NoAnswer, Refused } from './api.ts'
import type { Finding, Incident } from './log.ts'
import type { Readings } from './oracle.ts'
import { planOf } from './plan.ts'
import { readingsOf } from './readings.ts'
import { type Stage, TicketOnDesk } from './ticket-on-desk.ts'

/** An incident as it came out. A ticket that could not be opened, or that was lost, reads null. */
export interface Played extends Readings {
  incident: Incident
  ticketId: string | null
  commands: number
  findings: Finding[]
}

/** Plays one incident from its opening to its last row; what the desk refuses is reported with its line. */
export async function play(stage: Stage, incident: Incident, place: number): Promise<Played> {
  const plan = planOf(incident, stage.ground.engineerIds)
  const played: Played = {
    incident,
    ticketId: null,
    response: null,
    resolution: null,
    commands: 0,
    findings: plan.findings,
  }
  const first = plan.steps[0]
  if (first === undefined) return played
  let line = first.line
  const refuse = (reason: string) => played.findings.push({ incident: incident.number, line, reason, refused: true })
  try {
    const ticket = await TicketOnDesk.open(stage, incident, plan.priority, `${stage.run}-${place}`)
    played.ticketId = ticket.id
    played.commands++
    for (const step of plan.steps) {
      line = step.line
      await ticket.moveClockTo(step)
      for (const act of step.acts) {
        const refusal = await ticket.ask(act)
        if (refusal === undefined) played.commands++
        else refuse(`${act.do} was refused: ${refusal}`)
      }
    }
    return { ...played, ...readingsOf(await ticket.read()) }
  } catch (error) {
    if (!(error instanceof Refused || error instanceof NoAnswer)) throw error
    refuse(`${error.message}; the rest of this incident was not played`)
    return played
  }
}
