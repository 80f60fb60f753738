-- An order's chat is found by the last characters of its order's id.
CREATE INDEX conversations_by_order_number ON conversations (lower(substr(related_order, -4)))
    WHERE related_order IS NOT NULL;
