-- The pictures and files of a chat, wherever in it they are.
CREATE INDEX messages_with_attachments ON messages (conversation, sort_time, id)
    WHERE kind IN ('image', 'file');
