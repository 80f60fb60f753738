-- Finds messages by any three characters of their folded text; `rowid` is the message's number. It holds no text and
-- no places: what it names are candidates, to be compared with the messages.
CREATE VIRTUAL TABLE message_index USING fts5(
    folded, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
);
-- The threes of characters that it knows.
CREATE VIRTUAL TABLE message_index_terms USING fts5vocab(message_index, row);
-- Folded names: of people (name, phone, id), of conversations (subject), of orders (id, under the conversation's id).
CREATE TABLE search_names (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
-- Who is in which conversation.
CREATE TABLE conversation_members (
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    PRIMARY KEY (person, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_members_by_conversation ON conversation_members (conversation);
-- One row: how far the index reaches, and by which folding. Messages with lower numbers than `indexed_from` are not in it
-- yet, nor are conversations and people with higher ids than these (NULL: all are).
CREATE TABLE search_state (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    folding INTEGER NOT NULL,
    indexed_from INTEGER NOT NULL,
    conversations_until TEXT,
    people_until TEXT
) STRICT;
INSERT INTO search_state (id, folding, indexed_from, conversations_until, people_until)
SELECT 1, 1, COALESCE((SELECT MAX(number) + 1 FROM messages), 0),
    CASE WHEN EXISTS (SELECT 1 FROM conversations) THEN '' END,
    CASE WHEN EXISTS (SELECT 1 FROM people) THEN '' END;
