-- A message that carries a file: the file's name; NULL: it is a text. Its bytes lie in the folder `attachments` under
-- the local id for as long as the row is here.
ALTER TABLE outbox ADD COLUMN file_name TEXT;
-- How many bytes it has; NULL: only the address of a picture is sent.
ALTER TABLE outbox ADD COLUMN file_size INTEGER;
-- Its MIME type, told by the content where that is a picture.
ALTER TABLE outbox ADD COLUMN file_type TEXT;
-- Where the server keeps it, once it was uploaded: it is not uploaded again.
ALTER TABLE outbox ADD COLUMN file_url TEXT;
