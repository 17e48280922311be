-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "hand_overs" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "taken_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "counter_metric" ON "counter"("metric", "day");

-- CreateIndex
CREATE INDEX "report_created" ON "report"("created_at");

-- CreateIndex
CREATE INDEX "ticket_accepted" ON "ticket"("accepted_at");

-- What tickets that are there already would have folded.
UPDATE ticket SET hand_overs = (
  SELECT count(*) FROM ticket_event e
  WHERE e.ticket = ticket.number AND (e.type IN ('dispatched', 'transferred') OR (e.type = 'returned' AND e.body->>'to' IS NOT NULL)));
UPDATE ticket SET taken_at = (
  SELECT min(e.at) FROM ticket_event e WHERE e.ticket = ticket.number AND e.type = 'claimed' AND e.at >= ticket.dispatched_at)
WHERE state <> 'accepted';
