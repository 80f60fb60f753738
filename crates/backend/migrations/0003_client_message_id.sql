-- The id that the client gave a message: the same id of the same sender is the same message.
ALTER TABLE messages ADD COLUMN client_message_id TEXT;

CREATE UNIQUE INDEX messages_by_client_id ON messages (sender, client_message_id)
    WHERE client_message_id IS NOT NULL;
