create extension if not exists pg_trgm;

create table songs (
  id uuid primary key,
  title varchar(255) not null,
  artist varchar(255) not null,
  s3_url text not null,
  created_at timestamptz not null default now(),
  -- Title and artist as searches compare them.
  search_title text not null,
  search_artist text not null,
  search_text text generated always as (search_title || ' ' || search_artist) stored,
  license text not null,
  source_note text not null,
  duration_seconds double precision not null,
  tempo_bpm double precision not null,
  key text not null,
  analysis jsonb not null,
  unique (search_title, search_artist)
);

create index songs_search_title on songs using gin (search_title gin_trgm_ops);
create index songs_search_text on songs using gin (search_text gin_trgm_ops);
