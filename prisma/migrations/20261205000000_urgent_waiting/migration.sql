-- Whether something urgent waits for a chat is asked at every send; behind a long queue it is found without reading the queue.
CREATE INDEX CONCURRENTLY outbox_waiting_urgent ON outbox (channel, chat_id) WHERE urgent AND status IN ('pending', 'sending');
