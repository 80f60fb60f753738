-- Up to when (UTC, ms) a chat is known to have been complete: the last moment at which nothing said
-- in it could have been missed.
CREATE TABLE verified (
    conversation TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
