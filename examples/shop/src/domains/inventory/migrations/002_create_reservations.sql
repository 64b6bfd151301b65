CREATE TABLE reservations (
    order_id BIGINT PRIMARY KEY
);
