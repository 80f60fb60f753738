-- What the user searched for, to search for it again. Known on this device only.
CREATE TABLE recent_searches (
    text TEXT NOT NULL PRIMARY KEY,
    searched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
