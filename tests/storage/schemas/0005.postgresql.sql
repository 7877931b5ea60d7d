CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.events (
    session text NOT NULL,
    sequence integer NOT NULL,
    at timestamp with time zone NOT NULL,
    data text NOT NULL,
    source text
);
CREATE TABLE public.places (
    id text NOT NULL,
    settings text NOT NULL
);
CREATE TABLE public.sessions (
    id text NOT NULL,
    "user" text NOT NULL,
    channel text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone
);
CREATE TABLE public.snapshots (
    session text NOT NULL,
    sequence integer NOT NULL,
    fold text NOT NULL,
    data text NOT NULL
);
CREATE TABLE public.rooms (
    channel text NOT NULL,
    place text NOT NULL,
    left_at timestamp with time zone
);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (session, sequence);
ALTER TABLE ONLY public.places
    ADD CONSTRAINT places_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rooms
    ADD CONSTRAINT rooms_pkey PRIMARY KEY (channel);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_channel UNIQUE ("user", channel);
ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (session);
CREATE UNIQUE INDEX events_source ON public.events USING btree (source);
CREATE INDEX rooms_left_at ON public.rooms USING btree (left_at);
CREATE INDEX rooms_place ON public.rooms USING btree (place);
CREATE INDEX sessions_channel ON public.sessions USING btree (channel, last_at);
CREATE INDEX sessions_last_at ON public.sessions USING btree (last_at);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_session FOREIGN KEY (session) REFERENCES public.sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_session FOREIGN KEY (session) REFERENCES public.sessions(id) ON DELETE CASCADE;
INSERT INTO public.alembic_version (version_num) VALUES ('0005');
INSERT INTO public.sessions (id, "user", channel, created_at, last_at) VALUES ('s-anna', 'anna \u0000 \u005c', 'general', '2026-06-30 12:00:00+00', '2026-07-01 12:00:00+00');
INSERT INTO public.sessions (id, "user", channel, created_at, last_at) VALUES ('s-bob', 'bob', 'general', '2026-06-30 13:00:00+00', '2026-06-30 13:00:00+00');
INSERT INTO public.events (session, sequence, at, data, source) VALUES ('s-anna', 1, '2026-06-30 12:00:00+00', '{"type":"heard","v":1,"text":"half \ud83d of a face","ranking":[]}', 'discord:1');
INSERT INTO public.events (session, sequence, at, data, source) VALUES ('s-anna', 2, '2026-06-30 12:00:00+00', '{"type":"replied","v":1,"kind":"answer"}', 'discord:2');
INSERT INTO public.events (session, sequence, at, data, source) VALUES ('s-anna', 3, '2026-07-01 12:00:00+00', '{"type":"of a later version","v":9}', NULL);
INSERT INTO public.events (session, sequence, at, data, source) VALUES ('s-bob', 1, '2026-06-30 13:00:00+00', '{"type":"heard","v":1,"text":"what''s open?","ranking":[]}', NULL);
INSERT INTO public.places (id, settings) VALUES ('discord:7', '{"quiet":true}');
INSERT INTO public.snapshots (session, sequence, fold, data) VALUES ('s-anna', 2, 'of old code', '{}');
INSERT INTO public.rooms (channel, place, left_at) VALUES ('general', 'discord:7', NULL);
