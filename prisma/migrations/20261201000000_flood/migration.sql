-- CreateTable
CREATE TABLE "flood" (
    "chat_id" INTEGER NOT NULL,
    "sender_wire_id" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "sender_name" TEXT NOT NULL,
    "since" BIGINT,
    "aside" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "warned_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "flood_pkey" PRIMARY KEY ("chat_id","sender_wire_id","minute")
);

-- What the schema language cannot say.
CREATE INDEX flood_untold ON flood (minute) WHERE warned_at IS NULL OR told_at IS NULL;
