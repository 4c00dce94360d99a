import type { Client } from '@temporalio/client'
import { type RotaInput, rotaChanged, rotaId, rotaWorkflow } from '../workflows/messages/rota.ts'

/** A duty whose rota is to be looked at. */
export interface KeptDuty {
  id: string
  name: string
}

/** Lets the duty's process look at its rota, and starts it where none runs. Doing it again makes it look again. */
export async function wakeRota(client: Client, taskQueue: string, { id, name }: KeptDuty): Promise<void> {
  const args: [RotaInput] = [{ dutyId: id }]
  await client.workflow.signalWithStart(rotaWorkflow, {
    workflowId: rotaId(taskQueue, id),
    taskQueue,
    args,
    signal: rotaChanged,
    staticSummary: `Rota: ${name}`,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  })
}
