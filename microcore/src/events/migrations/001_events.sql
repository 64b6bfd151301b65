-- Events that were committed and are not handled yet. Times are milliseconds
-- since 1970, so that both engines compare them the same way.
CREATE TABLE microcore_outbox (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    order_key TEXT,
    due BIGINT NOT NULL,
    envelope TEXT NOT NULL,
    claimed_until BIGINT NOT NULL,
    owner TEXT
);

-- Only events with a key pay for it.
CREATE INDEX microcore_outbox_key ON microcore_outbox (order_key, id) WHERE order_key IS NOT NULL;

-- What subscribers with `once` have handled.
CREATE TABLE microcore_inbox (
    event_id UUID NOT NULL,
    subscriber TEXT NOT NULL,
    handled_at BIGINT NOT NULL,
    PRIMARY KEY (event_id, subscriber)
);

CREATE TABLE microcore_dead_letters (
    id UUID PRIMARY KEY,
    event TEXT NOT NULL,
    event_id UUID NOT NULL,
    subscriber TEXT NOT NULL,
    error TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    reason TEXT NOT NULL,
    failed_at BIGINT NOT NULL,
    envelope TEXT NOT NULL
);
