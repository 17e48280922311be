-- A conversation: who else reported a ticket, and what is open where, so that the same matter is found again.

-- AlterTable
ALTER TABLE "ticket" ADD COLUMN "also" JSONB NOT NULL DEFAULT '[]';

-- CreateIndex
CREATE INDEX "ticket_enterprise" ON "ticket"("enterprise", "number" DESC);

-- What the schema language cannot say: what is open in one chat, the newest first.
CREATE INDEX ticket_open_chat ON ticket (source_chat, received_at)
  WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended');
