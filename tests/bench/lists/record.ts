import { type TicketRecord, ticketRecordOf } from '../../../domain/ticket/record.ts'
import { opening } from '../../support/ticket/opening.ts'
import { Play } from '../../support/ticket/play.ts'

/** As a ticket that was repaired is stored: what a page reads of each is as large as in service. */
export function writtenRecord(): TicketRecord {
  const description = '点击提交后页面报错 500，刷新后仍然如此，其他窗口的同事也一样。'.repeat(4)
  const play = new Play('2026-01-01 08:00', opening({ description })).after(300).answered().after(6900).resolved()
  return ticketRecordOf(play.state)
}
