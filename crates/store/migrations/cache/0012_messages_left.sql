-- How many messages are not in the search's index yet: counting them at each search would read the whole table. It is off
-- by those that came or went below `indexed_from` meanwhile.
ALTER TABLE search_state ADD COLUMN messages_left INTEGER NOT NULL DEFAULT 0;
UPDATE search_state SET messages_left = (SELECT COUNT(*) FROM messages WHERE number < indexed_from);
