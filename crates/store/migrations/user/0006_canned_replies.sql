-- Texts that the user answers with again and again. Known on this device only.
CREATE TABLE canned_replies (
    id TEXT NOT NULL PRIMARY KEY,
    -- The user's own order.
    place INTEGER NOT NULL,
    -- What is typed after a slash.
    shortcut TEXT NOT NULL,
    category TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How often a reply was used in a context: in a kind of chat, after the same last words. The window names
-- the contexts; words are in them as a hash alone.
CREATE TABLE reply_uses (
    context TEXT NOT NULL,
    reply TEXT NOT NULL,
    uses INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (context, reply)
) STRICT, WITHOUT ROWID;

-- The sets of replies that came with the program: what the user deleted of one does not come again.
CREATE TABLE starter_sets (
    name TEXT NOT NULL PRIMARY KEY,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
