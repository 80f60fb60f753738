-- Until when (the server's time) a message of mine with the entry's words counts as it without a question; NULL where
-- nobody knows how the server's clock stands. A lookup that found none sets 0: what comes later is asked about.
ALTER TABLE outbox ADD COLUMN counts_until INTEGER;
