CREATE TABLE payments (
    order_id BIGINT PRIMARY KEY,
    amount_cents BIGINT NOT NULL,
    reference TEXT NOT NULL
);
