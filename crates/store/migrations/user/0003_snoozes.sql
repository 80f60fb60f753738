-- Conversations that the user put off. Known on this device only.
CREATE TABLE snoozes (
    conversation TEXT NOT NULL PRIMARY KEY,
    -- When it comes back (UTC, ms), unless the other side writes before.
    until INTEGER NOT NULL,
    -- The place of the newest message that was known when it was put off.
    head_time INTEGER NOT NULL,
    head_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
