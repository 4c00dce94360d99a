import { defineSignal } from '@temporalio/workflow'
import type { Told } from '../../domain/people/rota-outlook.ts'

/** The process that looks after one duty: it tells the managers of gaps ahead, and of handovers that nobody confirmed. */
export const rotaWorkflow = 'rota'
/** Two services on one engine have processes of their own. */
export const rotaId = (taskQueue: string, dutyId: string) => `${taskQueue}/rota/${dutyId}`

/** What it is started with; `told` with which it goes on as a new run. */
export interface RotaInput {
  dutyId: string
  told?: Told
}

/** The duty, or a shift of it, is not as it was. */
export const rotaChanged = defineSignal('rotaChanged')
