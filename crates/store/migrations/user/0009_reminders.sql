-- Conversations that the user is to be reminded of, such as of what they promised there. Known on this device only.
CREATE TABLE reminders (
    conversation TEXT NOT NULL PRIMARY KEY,
    -- When (UTC, ms).
    due_at INTEGER NOT NULL,
    -- Whether the user was reminded: it is shown until they answer there, or end it.
    rung INTEGER NOT NULL CHECK (rung IN (0, 1))
) STRICT, WITHOUT ROWID;
