-- AlterTable
ALTER TABLE "chat" ADD COLUMN     "shadow_by" INTEGER,
ADD COLUMN     "shadow_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "shadow" (
    "inbox_id" BIGINT NOT NULL,
    "chat_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reporter_key" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "intent" TEXT,
    "confidence" DOUBLE PRECISION,
    "department" TEXT,
    "candidates" JSONB NOT NULL,
    "urgency" TEXT NOT NULL,
    "sensitive" BOOLEAN NOT NULL,
    "speaks" BOOLEAN NOT NULL,
    "says" JSONB NOT NULL,
    "ticket" JSONB,
    "belongs_to" BIGINT,
    "verdict" TEXT,
    "label_intent" TEXT,
    "label_department" TEXT,
    "label_urgency" TEXT,
    "judged_by" INTEGER,
    "judged_at" TIMESTAMPTZ(3),
    "judgement" BIGINT,

    CONSTRAINT "shadow_pkey" PRIMARY KEY ("inbox_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shadow_judgement_key" ON "shadow"("judgement");

-- CreateIndex
CREATE INDEX "shadow_chat_id_inbox_id_idx" ON "shadow"("chat_id", "inbox_id");

-- CreateIndex
CREATE INDEX "shadow_at" ON "shadow"("at");

-- What the schema language cannot say.

-- The tickets that would be there: of the last days only, whatever was heard besides.
CREATE INDEX shadow_ticket ON shadow (at) WHERE ticket IS NOT NULL;
-- Verdicts in the order in which they were given.
CREATE SEQUENCE shadow_judgement;
