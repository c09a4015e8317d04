-- Places, bounds and caps go by client, not by the cookie a client can shed; and what failed in a
-- job is kept when it is given back.
alter table jobs
  -- of its latest failed attempts, oldest first: attempt, code, message, at
  add column last_errors jsonb not null default '[]';

-- the last place of a client, and how many of its jobs wait
create index jobs_pending_client on jobs (client, fair_rank) where status = 'pending';
-- the furthest place that was ever reached
create index jobs_started on jobs (fair_rank) where started_at is not null;
drop index jobs_active_owner;
