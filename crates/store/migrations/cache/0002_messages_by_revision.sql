-- What changed since a revision is read without reading whole chats. The revision only rises, so the index grows at
-- its end.
CREATE INDEX messages_by_revision ON messages (revision);
