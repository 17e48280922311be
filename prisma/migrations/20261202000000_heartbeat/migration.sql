-- Processes say here that they turn, so that the one with the dead-man's switch knows of the others. A row a process.
CREATE TABLE "heartbeat" (
    "part" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "heartbeat_pkey" PRIMARY KEY ("part","instance")
);
