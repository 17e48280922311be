-- AlterTable
ALTER TABLE "directory_revision" ADD COLUMN     "ears" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "label" (
    "id" BIGSERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "inbox_id" BIGINT NOT NULL,
    "ticket" INTEGER,
    "other" INTEGER,
    "intent" TEXT,
    "department" TEXT,
    "not_department" TEXT,
    "urgent" BOOLEAN,
    "by" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "label_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "label_cursor" (
    "place" TEXT NOT NULL,
    "cursor" TEXT NOT NULL,

    CONSTRAINT "label_cursor_pkey" PRIMARY KEY ("place")
);

-- CreateTable
CREATE TABLE "label_sum" (
    "kind" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "label_sum_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "ears_version" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "labels" INTEGER NOT NULL,
    "base_hash" TEXT NOT NULL,
    "bytes" BYTEA,
    "state" TEXT NOT NULL,
    "comparison" JSONB NOT NULL,
    "reason" TEXT,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" INTEGER,

    CONSTRAINT "ears_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "learning_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "ran_at" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3),
    "ordered_at" TIMESTAMPTZ(3),
    "ordered_by" INTEGER,
    "ordered_chat" INTEGER,
    "error" TEXT,

    CONSTRAINT "learning_state_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "label_source_key" ON "label"("source");

-- CreateIndex
CREATE UNIQUE INDEX "ears_version_key_key" ON "ears_version"("key");

-- What the schema language cannot say.

INSERT INTO learning_state (id) VALUES (1);
-- Of the versions one listens, or none.
CREATE UNIQUE INDEX ears_version_adopted ON ears_version ((true)) WHERE state = 'adopted';
-- The latest corrections, and what training reads, newest first.
CREATE INDEX label_correction ON label (id) WHERE kind NOT IN ('close', 'merge', 'split');
CREATE INDEX label_taught ON label (id) WHERE kind NOT IN ('merge', 'split');
-- What the desk said of messages that are no tickets, in the order it said so.
CREATE INDEX triage_dismissed ON triage (resolved_at, id) WHERE state = 'dismissed' AND ticket IS NULL;
