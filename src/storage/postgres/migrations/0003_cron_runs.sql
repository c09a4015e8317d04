-- One row per slot of a periodic task: whoever inserts it runs the slot.
create table cron_runs (
  name text not null,
  slot timestamptz not null,
  worker_id text not null,
  lease_expires_at timestamptz not null,
  done_at timestamptz,
  primary key (name, slot)
);
