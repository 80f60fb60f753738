-- Whether the conversation was opened since the reminder has rung: until then it stands first.
ALTER TABLE reminders ADD COLUMN opened INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1));
