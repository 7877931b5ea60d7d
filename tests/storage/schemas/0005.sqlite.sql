CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE sessions (
    id TEXT NOT NULL,
    user TEXT NOT NULL,
    channel TEXT NOT NULL,
    created_at DATETIME NOT NULL, last_at DATETIME,
    PRIMARY KEY (id),
    CONSTRAINT sessions_user_channel UNIQUE (user, channel)
);
CREATE TABLE events (
    session TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at DATETIME NOT NULL,
    data TEXT NOT NULL, source TEXT,
    PRIMARY KEY (session, sequence),
    CONSTRAINT events_session FOREIGN KEY(session) REFERENCES sessions (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX events_source ON events (source);
CREATE TABLE places (
    id TEXT NOT NULL,
    settings TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX sessions_last_at ON sessions (last_at);
CREATE INDEX sessions_channel ON sessions (channel, last_at);
CREATE TABLE snapshots (
    session TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    fold TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (session),
    CONSTRAINT snapshots_session FOREIGN KEY(session) REFERENCES sessions (id) ON DELETE CASCADE
);
CREATE TABLE rooms (
    channel TEXT NOT NULL,
    place TEXT NOT NULL,
    left_at DATETIME,
    PRIMARY KEY (channel)
);
CREATE INDEX rooms_place ON rooms (place);
CREATE INDEX rooms_left_at ON rooms (left_at);
INSERT INTO alembic_version (version_num) VALUES ('0005');
INSERT INTO sessions (id, "user", channel, created_at, last_at) VALUES ('s-anna', 'anna \u0000 \u005c', 'general', '2026-06-30 12:00:00.000000', '2026-07-01 12:00:00.000000');
INSERT INTO sessions (id, "user", channel, created_at, last_at) VALUES ('s-bob', 'bob', 'general', '2026-06-30 13:00:00.000000', '2026-06-30 13:00:00.000000');
INSERT INTO events (session, sequence, at, data, source) VALUES ('s-anna', 1, '2026-06-30 12:00:00.000000', '{"type":"heard","v":1,"text":"half \ud83d of a face","ranking":[]}', 'discord:1');
INSERT INTO events (session, sequence, at, data, source) VALUES ('s-anna', 2, '2026-06-30 12:00:00.000000', '{"type":"replied","v":1,"kind":"answer"}', 'discord:2');
INSERT INTO events (session, sequence, at, data, source) VALUES ('s-anna', 3, '2026-07-01 12:00:00.000000', '{"type":"of a later version","v":9}', NULL);
INSERT INTO events (session, sequence, at, data, source) VALUES ('s-bob', 1, '2026-06-30 13:00:00.000000', '{"type":"heard","v":1,"text":"what''s open?","ranking":[]}', NULL);
INSERT INTO places (id, settings) VALUES ('discord:7', '{"quiet":true}');
INSERT INTO snapshots (session, sequence, fold, data) VALUES ('s-anna', 2, 'of old code', '{}');
INSERT INTO rooms (channel, place, left_at) VALUES ('general', 'discord:7', NULL);
