CREATE TABLE stock (
    product_id BIGINT PRIMARY KEY,
    available BIGINT NOT NULL CHECK (available >= 0)
);

-- What is there on the first day.
INSERT INTO stock (product_id, available) VALUES (1, 10);
INSERT INTO stock (product_id, available) VALUES (2, 100);
INSERT INTO stock (product_id, available) VALUES (3, 25);
