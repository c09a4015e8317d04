-- The queue, its frame log and its files. The seed's columns come first and keep their names; a
-- table made by the seed's own script is taken over with its rows.
create table if not exists jobs (
  job_id uuid primary key,
  status varchar(20) default 'pending',
  progress int default 0,
  songs text[],
  output_file_id varchar(255),
  error_message text,
  created_at timestamptz default now()
);

alter table jobs
  add column if not exists owner text not null default '',
  add column if not exists client text not null default '',
  -- json, not jsonb: the order of members is the client's and stays
  add column if not exists song_refs json not null default '[]',
  add column if not exists options json not null default '{}',
  add column if not exists stage text not null default 'queued',
  add column if not exists progress_basis text not null default 'estimated',
  -- only ever grows, by one a claim: the fence of every write and the base of seq
  add column if not exists attempt int not null default 0,
  -- what MAX_FAILURES counts; an orderly stop adds none
  add column if not exists failures int not null default 0,
  -- the seq of the last stored frame
  add column if not exists seq bigint not null default 0,
  add column if not exists fair_rank bigint not null default 1,
  add column if not exists run_at timestamptz not null default now(),
  add column if not exists worker_id text,
  add column if not exists lease_expires_at timestamptz,
  add column if not exists cancel_requested_at timestamptz,
  add column if not exists error_code text,
  add column if not exists idempotency_key text,
  add column if not exists request_hash text not null default '',
  add column if not exists warnings jsonb not null default '[]',
  add column if not exists timings jsonb not null default '{}',
  add column if not exists report jsonb,
  add column if not exists started_at timestamptz,
  add column if not exists finished_at timestamptz;

-- A job of the seed that was under way has lost its process; it has no songs or options to go on.
update jobs set
  status = case when status in ('completed', 'failed', 'cancelled') then status else 'failed' end,
  progress = coalesce(progress, 0),
  songs = coalesce(songs, '{}'),
  stage = case status when 'completed' then 'done' else stage end,
  song_refs = (
    select coalesce(json_agg(json_build_object(
      'songId', '00000000-0000-4000-8000-000000000000', 'title', name, 'artist', '')), '[]')
    from unnest(songs) name),
  options = '{"temperature": 0.8, "creativity": 0.7, "lengthSeconds": 120, "seed": 0,
    "weights": [1, 1, 1], "quality": "high", "sampleRate": 44100}',
  -- the seed's files are not ours to serve
  output_file_id = null,
  created_at = coalesce(created_at, now()),
  finished_at = coalesce(created_at, now());

alter table jobs
  alter column status set not null,
  alter column progress set not null,
  alter column songs set not null,
  alter column created_at type timestamptz,
  alter column created_at set not null,
  add constraint jobs_status_known
    check (status in ('pending', 'running', 'completed', 'failed', 'cancelled'));

alter table jobs set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

create index jobs_ready on jobs (fair_rank, created_at, job_id) where status = 'pending';
create index jobs_lease on jobs (lease_expires_at) where status = 'running';
create index jobs_active_owner on jobs (owner, fair_rank) where status in ('pending', 'running');
create index jobs_finished on jobs (finished_at) where finished_at is not null;
create index jobs_of_owner on jobs (owner, created_at desc, job_id desc);
create index jobs_latest on jobs (created_at desc, job_id desc);
create index jobs_idempotency_key on jobs (idempotency_key) where idempotency_key is not null;

create table job_frames (
  job_id uuid not null references jobs on delete cascade,
  seq bigint not null,
  type text not null,
  payload jsonb not null,
  at timestamptz not null default now(),
  primary key (job_id, seq)
);

create table files (
  file_id uuid primary key,
  job_id uuid not null references jobs on delete cascade,
  kind text not null check (kind in ('midi', 'mp3')),
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  object_key text not null,
  file_name text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- set when the object is gone; the row stays to answer 410 while the job lives
  deleted_at timestamptz,
  unique (job_id, kind)
);

create index files_expiry on files (expires_at) where deleted_at is null;
create unique index files_object on files (object_key);
