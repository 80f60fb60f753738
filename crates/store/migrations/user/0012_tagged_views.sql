-- The user's own tags that the conversations of a view have (a JSON array).
ALTER TABLE own_views ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
