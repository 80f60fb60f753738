-- The few conversations that each start and each connection look for, found without reading all of them.
CREATE INDEX conversations_unknown ON conversations (id) WHERE known = 0;
CREATE INDEX conversations_with_outbox_content ON conversations (id)
    WHERE local_at IS NOT NULL OR read_pending = 1;
