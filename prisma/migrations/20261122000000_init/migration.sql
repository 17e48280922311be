-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "chat" (
    "id" SERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "wire_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'unknown',
    "department" TEXT,
    "title" TEXT,
    "edited_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "department" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "aliases" TEXT[],
    "matters" TEXT[],
    "words" TEXT[],
    "fallback" BOOLEAN NOT NULL DEFAULT false,
    "on_duty" INTEGER,
    "position" INTEGER NOT NULL,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "department_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "enterprise" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "kind" TEXT NOT NULL,
    "card" TEXT,
    "address" TEXT,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "enterprise_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "member" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "roles" TEXT[],
    "department" TEXT,
    "enterprise" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" SERIAL NOT NULL,
    "member_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "wire_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "private_chat" INTEGER,
    "bound_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "bound_by" TEXT NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posting" (
    "id" SERIAL NOT NULL,
    "member_id" INTEGER NOT NULL,
    "enterprise" TEXT NOT NULL,
    "leads" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3),
    "by" TEXT NOT NULL,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "binding_code" (
    "id" SERIAL NOT NULL,
    "code_hash" TEXT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" TEXT,

    CONSTRAINT "binding_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_revision" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 1,

    CONSTRAINT "directory_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "id" BIGSERIAL NOT NULL,
    "chat_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "message_id" TEXT,
    "sender_wire_id" TEXT,
    "sender_name" TEXT,
    "text" TEXT NOT NULL DEFAULT '',
    "body" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" TEXT NOT NULL DEFAULT 'new',
    "outcome" TEXT,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" SERIAL NOT NULL,
    "token" TEXT NOT NULL,
    "inbox_id" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "content" BYTEA,
    "ref" TEXT,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reporter" JSONB NOT NULL,
    "reporter_key" TEXT NOT NULL,
    "enterprise" TEXT,
    "source_chat" INTEGER NOT NULL,
    "source_inbox" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "sensitive" BOOLEAN NOT NULL,
    "department" TEXT,
    "handler" INTEGER,
    "commissioner" INTEGER,
    "cohandlers" TEXT[],
    "route_reason" TEXT NOT NULL,
    "returns" INTEGER NOT NULL,
    "reworks" INTEGER NOT NULL,
    "urges" INTEGER NOT NULL,
    "supervised" BOOLEAN NOT NULL,
    "outcome" TEXT,
    "rating" JSONB,
    "last_answer" TEXT,
    "merged_into" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "dispatched_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "contacted_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "ticket_event" (
    "id" BIGSERIAL NOT NULL,
    "ticket" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "cause" BIGINT,
    "body" JSONB NOT NULL,

    CONSTRAINT "ticket_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_message" (
    "ticket" INTEGER NOT NULL,
    "inbox_id" BIGINT NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "ticket_message_pkey" PRIMARY KEY ("ticket","inbox_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "chat_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "ticket" INTEGER,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sending_at" TIMESTAMPTZ(3),
    "sender" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "message_id" TEXT,
    "error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timer" (
    "ticket" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3),

    CONSTRAINT "timer_pkey" PRIMARY KEY ("ticket","step")
);

-- CreateTable
CREATE TABLE "counter" (
    "day" DATE NOT NULL,
    "department" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("day","department","metric")
);

-- CreateTable
CREATE TABLE "triage" (
    "id" SERIAL NOT NULL,
    "inbox_id" BIGINT NOT NULL,
    "ticket" INTEGER,
    "suggested" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" BIGINT,

    CONSTRAINT "triage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "object" TEXT,
    "chat_id" INTEGER,
    "inbox_id" BIGINT,
    "allowed" BOOLEAN NOT NULL,
    "detail" TEXT,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webchat_message" (
    "id" BIGSERIAL NOT NULL,
    "chat_wire_id" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "client_id" TEXT,
    "outbox_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),
    "recalled_at" TIMESTAMPTZ(3),
    "change" BIGSERIAL NOT NULL,
    "heard" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "webchat_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webchat_file" (
    "token" TEXT NOT NULL,
    "message_id" BIGINT,
    "uploader" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webchat_file_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "webchat_read" (
    "reader" TEXT NOT NULL,
    "chat_wire_id" TEXT NOT NULL,
    "last_read_id" BIGINT NOT NULL,

    CONSTRAINT "webchat_read_pkey" PRIMARY KEY ("reader","chat_wire_id")
);

-- CreateTable
CREATE TABLE "webchat_session" (
    "token_hash" TEXT NOT NULL,
    "member_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webchat_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "chat_channel_wire_id_key" ON "chat"("channel", "wire_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_key_key" ON "member"("key");

-- CreateIndex
CREATE INDEX "identity_member_id_idx" ON "identity"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_channel_wire_id_key" ON "identity"("channel", "wire_id");

-- CreateIndex
CREATE UNIQUE INDEX "binding_code_code_hash_key" ON "binding_code"("code_hash");

-- CreateIndex
CREATE INDEX "inbox_chat_id_message_id_idx" ON "inbox"("chat_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_chat_id_key_key" ON "inbox"("chat_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "attachment_token_key" ON "attachment"("token");

-- CreateIndex
CREATE UNIQUE INDEX "attachment_inbox_id_position_key" ON "attachment"("inbox_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_source_inbox_key" ON "ticket"("source_inbox");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_event_ticket_seq_key" ON "ticket_event"("ticket", "seq");

-- CreateIndex
CREATE INDEX "ticket_message_inbox_id_idx" ON "ticket_message"("inbox_id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_dedupe_key_key" ON "outbox"("dedupe_key");

-- CreateIndex
CREATE INDEX "outbox_chat_id_message_id_idx" ON "outbox"("chat_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "triage_inbox_id_key" ON "triage"("inbox_id");

-- CreateIndex
CREATE UNIQUE INDEX "webchat_message_outbox_id_key" ON "webchat_message"("outbox_id");

-- CreateIndex
CREATE INDEX "webchat_message_chat_wire_id_id_idx" ON "webchat_message"("chat_wire_id", "id");

-- CreateIndex
CREATE INDEX "webchat_message_change_idx" ON "webchat_message"("change");

-- CreateIndex
CREATE UNIQUE INDEX "webchat_message_author_client_id_key" ON "webchat_message"("author", "client_id");
