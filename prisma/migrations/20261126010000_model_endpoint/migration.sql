-- CreateTable
CREATE TABLE "model_opinion" (
    "id" SERIAL NOT NULL,
    "ticket" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "needs" TEXT[],
    "local" JSONB NOT NULL,
    "said" JSONB NOT NULL,
    "differs" TEXT[],
    "did" TEXT[],
    "verdict" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_opinion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_budget" (
    "day" DATE NOT NULL,
    "calls" INTEGER NOT NULL,
    "tokens" BIGINT NOT NULL,

    CONSTRAINT "model_budget_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE UNIQUE INDEX "model_opinion_ticket_model_key" ON "model_opinion"("ticket", "model");

-- Those a person's act may still settle: few, whatever was settled in years.
CREATE INDEX model_opinion_open ON model_opinion (id) WHERE verdict IS NULL AND 'department' = ANY(differs);
ALTER TABLE model_opinion ADD CHECK (verdict IN ('local', 'model', 'neither', 'moot'));
ALTER TABLE model_budget ADD CHECK (calls >= 0 AND tokens >= 0);
