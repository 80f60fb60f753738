-- Views of the inbox that the user made: conditions that all have to hold. Known on this device only.
CREATE TABLE own_views (
    id TEXT NOT NULL PRIMARY KEY,
    -- The order in which they were made.
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- The words of filters (a JSON array), and what names, subjects or orders hold.
    filters TEXT NOT NULL,
    words TEXT NOT NULL,
    sort TEXT NOT NULL
) STRICT, WITHOUT ROWID;
