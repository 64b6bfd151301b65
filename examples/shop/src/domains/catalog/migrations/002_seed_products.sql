INSERT INTO products (name, price_cents) VALUES ('Teapot', 3900);
INSERT INTO products (name, price_cents) VALUES ('Cup', 900);
INSERT INTO products (name, price_cents) VALUES ('Green tea, 100 g', 1250);
