-- Processes say here that they turn, so that the one with the dead-man's switch knows of the others. A row a process.
CREATE TABLE "heartbeat" (
    "part" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "heartbeat_pkey" PRIMARY KEY ("part","instance")
);

-- By which the trace of one message is found: both columns grow with the table, so that a BRIN of a few pages does.
CREATE INDEX "ticket_event_cause" ON "ticket_event" USING BRIN ("cause");
CREATE INDEX "outbox_created" ON "outbox" USING BRIN ("created_at");
