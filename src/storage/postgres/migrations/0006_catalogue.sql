-- A catalogue of a million songs: told apart by their content, found by their words.
alter table songs
  -- of the MIDI file, in hex; null for songs of earlier versions
  add column content_sha256 text,
  -- equal where the notes are the same
  add column fingerprint text not null default '',
  add column has_drums boolean not null default false,
  -- the words of title and artist as searches look for them
  add column search_words text[] collate "C" not null default '{}',
  -- by which rules the search columns were made; a lower one is made again
  add column search_version int not null default 0,
  -- arrangements of one song bear one name
  drop constraint songs_name,
  -- names are compared by their letters, whatever the language of the server
  drop column search_text,
  alter column search_title type text collate "C",
  alter column search_artist type text collate "C";

alter table songs
  add column search_text text collate "C"
    generated always as (search_title || ' ' || search_artist) stored;

update songs set has_drums = jsonb_path_exists(analysis, '$.roles[*] ? (@.role == "drums")');

-- Apart, as searches read many songs and no analysis: without it three times as many are in a page.
create table song_analyses (
  song_id uuid primary key references songs on delete cascade,
  analysis jsonb not null
);

insert into song_analyses (song_id, analysis) select id, analysis from songs;

alter table songs drop column analysis;

drop index songs_title_likeness;

create unique index songs_content on songs (content_sha256);
create index songs_fingerprint on songs (fingerprint) where fingerprint <> '';
create index songs_object on songs using hash (s3_url);
create index songs_outdated on songs (id) where search_version < 1;

-- Lists by title; exact names and their beginnings.
create index songs_title on songs (search_title, search_artist, id);
create index songs_artist on songs (search_artist);
create index songs_text on songs (search_text);

-- Of a million songs those that a filter lets through, without reading the others.
create index songs_key on songs (key, search_title, search_artist, id);
create index songs_license on songs (license, search_title, search_artist, id);
create index songs_tempo on songs (tempo_bpm);
create index songs_duration on songs (duration_seconds);

-- Without a list of pending entries, which every search would read to its end.
create index songs_words on songs using gin (search_words) with (fastupdate = off);

-- No statistics: they are large, and a plan that takes them to pieces, look by look, takes longer
-- than the looks. How common a word is, song_words knows.
alter table songs alter column search_words set statistics 0;

-- Every word of the catalogue, how many songs have it, and the keys that lead to it: itself, what
-- is left of it without one letter, its sound.
create table song_words (
  word text collate "C" primary key,
  songs int not null,
  keys text[] collate "C" not null
) with (fillfactor = 80);

alter table song_words alter column keys set statistics 0;

create index song_words_keys on song_words using gin (keys) with (fastupdate = off);
create index song_words_likeness on song_words using gin (word gin_trgm_ops)
  with (fastupdate = off);

-- One row, whose number grows with every change of the catalogue. It begins with the time in
-- milliseconds: what a shared cache has of another database, or one before, is none of this one's.
create table song_catalogue (
  is_only boolean primary key default true check (is_only),
  version bigint not null default floor(extract(epoch from now()) * 1000)
);

insert into song_catalogue default values;
