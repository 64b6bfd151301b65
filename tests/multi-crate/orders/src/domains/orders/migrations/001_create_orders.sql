-- depends: users/001_create_users
CREATE TABLE orders (id BIGSERIAL PRIMARY KEY, buyer BIGINT NOT NULL);
CREATE TABLE buyers (id BIGINT PRIMARY KEY);
