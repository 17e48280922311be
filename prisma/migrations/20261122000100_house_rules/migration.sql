-- What the schema language cannot say: the ticket sequence, partial indexes (cost must not grow with history),
-- append-only tables, and a way for one statement to refuse as a whole.

CREATE SEQUENCE ticket_number AS integer;

-- Raises, so that a statement of several CTEs is written whole or not at all.
CREATE FUNCTION house_abort(reason text) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'house_abort: %', reason USING ERRCODE = 'MSB01';
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'MSB02';
END $$;
CREATE TRIGGER ticket_event_append_only BEFORE UPDATE OR DELETE ON ticket_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();

INSERT INTO directory_revision (id, revision) VALUES (1, 1);

-- A text longer than its wire takes goes out in parts, each once.
ALTER TABLE outbox ADD COLUMN parts_done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webchat_message ADD COLUMN outbox_part INTEGER NOT NULL DEFAULT 0;
DROP INDEX webchat_message_outbox_id_key;
CREATE UNIQUE INDEX webchat_message_outbox_id_outbox_part_key ON webchat_message (outbox_id, outbox_part);

-- What was said in a chat lately (a quote that carries only text), and what went out about a ticket (its late files).
CREATE INDEX inbox_chat_id_id_idx ON inbox (chat_id, id);
CREATE INDEX outbox_chat_id_id_idx ON outbox (chat_id, id);
CREATE INDEX outbox_ticket_idx ON outbox (ticket);

CREATE INDEX inbox_new ON inbox (chat_id, id) WHERE status = 'new';
CREATE INDEX inbox_parked ON inbox (id) WHERE outcome = 'parked';
CREATE INDEX attachment_wanted ON attachment (id) WHERE content IS NULL AND ref IS NOT NULL;

CREATE INDEX outbox_waiting ON outbox (channel, chat_id, id) WHERE status IN ('pending', 'sending');
CREATE INDEX outbox_doubtful ON outbox (id) WHERE status IN ('unknown', 'refused');
CREATE INDEX outbox_receipt ON outbox (ticket) WHERE kind = 'receipt';

CREATE INDEX timer_due ON timer (due_at) WHERE fired_at IS NULL;

CREATE INDEX ticket_open_department ON ticket (department, received_at)
  WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended');
CREATE INDEX ticket_open_received ON ticket (received_at)
  WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended');
CREATE INDEX ticket_open_cohandlers ON ticket USING gin (cohandlers)
  WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended');
CREATE INDEX ticket_open_handler ON ticket (handler)
  WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended');
CREATE INDEX ticket_reporter ON ticket (reporter_key, number DESC);
CREATE INDEX ticket_commissioner ON ticket (commissioner, number DESC) WHERE commissioner IS NOT NULL;

CREATE INDEX triage_open ON triage (id) WHERE state = 'open';
CREATE UNIQUE INDEX posting_current ON posting (member_id, enterprise) WHERE until IS NULL;

CREATE INDEX webchat_unheard ON webchat_message (chat_wire_id, change) WHERE heard < change AND outbox_id IS NULL;
CREATE INDEX webchat_file_loose ON webchat_file (created_at) WHERE message_id IS NULL;
