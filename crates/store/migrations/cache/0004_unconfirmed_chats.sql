-- Chats to which events have brought messages since their newest page was fetched. An event is a hint: one before it
-- may be lost. A page that reaches down to the place confirms the chat, which is then removed from here.
CREATE TABLE unconfirmed_chats (
    conversation TEXT NOT NULL PRIMARY KEY,
    -- The top of what pages have confirmed: the time (UTC, ms) and the id of a message.
    from_time INTEGER NOT NULL,
    from_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
