-- AlterTable
ALTER TABLE "department" ADD COLUMN     "deputy" INTEGER;

-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "bad_ratings" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "callback" TEXT,
ADD COLUMN     "category" TEXT NOT NULL DEFAULT 'other',
ADD COLUMN     "clocks" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "deadline_at" TIMESTAMPTZ(3),
ADD COLUMN     "deadline_step" TEXT,
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "extension" JSONB,
ADD COLUMN     "first_taker" TEXT,
ADD COLUMN     "pauses" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "policy" TEXT,
ADD COLUMN     "verified_at" TIMESTAMPTZ(3),
ADD COLUMN     "warn_at" TIMESTAMPTZ(3);

-- What the old table knew of closed tickets (when they are archived) moves into the ticket's own row.
UPDATE ticket SET due_at = timer.due_at FROM timer WHERE timer.ticket = ticket.number AND timer.fired_at IS NULL;
-- Tickets that are open already get their clocks from the engine, which finds them due at once.
UPDATE ticket SET due_at = now() WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended');

-- What the new columns would hold had they been there: the row is the fold of its events.
UPDATE ticket SET pauses = jsonb_build_array(jsonb_build_object('kind', 'suspended', 'from', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'to', NULL, 'reason', coalesce(e.body->>'reason', '')))
  FROM ticket_event e
  WHERE ticket.state = 'suspended' AND e.ticket = ticket.number AND e.type = 'suspended'
    AND e.seq = (SELECT max(l.seq) FROM ticket_event l WHERE l.ticket = ticket.number AND l.type = 'suspended');
UPDATE ticket SET bad_ratings = bad.n FROM (
  SELECT ticket AS number, count(*)::int AS n FROM ticket_event WHERE type = 'rated' AND body->>'bad' = 'true' GROUP BY ticket) bad WHERE bad.number = ticket.number;
UPDATE ticket SET verified_at = answered_at WHERE answered_at IS NOT NULL;
UPDATE ticket SET first_taker = taken.department FROM (
  SELECT c.ticket AS number, (SELECT d.body->>'department' FROM ticket_event d
    WHERE d.ticket = c.ticket AND d.seq < c.seq AND d.type IN ('dispatched', 'transferred') ORDER BY d.seq DESC LIMIT 1) AS department
  FROM ticket_event c WHERE c.type = 'claimed' AND c.seq = (SELECT min(f.seq) FROM ticket_event f WHERE f.ticket = c.ticket AND f.type = 'claimed')) taken
  WHERE taken.number = ticket.number;

-- DropTable
DROP TABLE "timer";

-- CreateTable
CREATE TABLE "leave" (
    "id" SERIAL NOT NULL,
    "member_id" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "deputy" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handed_over_at" TIMESTAMPTZ(3),

    CONSTRAINT "leave_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "made_file" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "made_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "chat_id" INTEGER NOT NULL,
    "reader" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_finding" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "ticket" INTEGER,
    "fault" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_finding_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "report_key_key" ON "report"("key");

-- CreateIndex
CREATE INDEX "inbox_received" ON "inbox"("received_at");

-- What the schema language cannot say.

-- The next moment of each ticket: claimed in order, and nothing but what waits is in it.
CREATE INDEX ticket_due ON ticket (due_at, number) WHERE due_at IS NOT NULL;
-- 超时 and the board's colours.
CREATE INDEX ticket_open_deadline ON ticket (deadline_at) WHERE deadline_at IS NOT NULL;
-- A rung of the ladder is climbed once: the key is step, round and rung.
CREATE UNIQUE INDEX ticket_event_rung ON ticket_event (ticket, (body->>'key')) WHERE type = 'escalated';

-- Notices of the clock that wait to be folded, or for people to wake up; those of a ticket are taken back when it moves.
CREATE INDEX outbox_held ON outbox (channel, not_before) WHERE status = 'held';
CREATE INDEX outbox_held_ticket ON outbox (ticket) WHERE status = 'held' AND ticket IS NOT NULL;
CREATE INDEX report_waiting ON report (id) WHERE state = 'waiting';
CREATE UNIQUE INDEX audit_finding_open ON audit_finding (key) WHERE cleared_at IS NULL;
CREATE INDEX leave_to_hand_over ON leave ("from") WHERE handed_over_at IS NULL;

-- What was parked, and what ended in doubt, is asked for every few seconds: by when it was, so that the years before are not looked at.
DROP INDEX inbox_parked;
CREATE INDEX inbox_parked ON inbox (handled_at) WHERE outcome = 'parked' AND error IS NOT NULL;
DROP INDEX outbox_doubtful;
CREATE INDEX outbox_doubtful ON outbox (channel, coalesce(sending_at, created_at)) WHERE status IN ('unknown', 'refused');
