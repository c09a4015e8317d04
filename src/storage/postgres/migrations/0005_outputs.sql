-- A job has further files: a WAV, a stem of each track, a loop of each section asked for.
alter table files
  -- of a stem its track, of a loop its section, else empty
  add column name text not null default '',
  drop constraint files_kind_check,
  add constraint files_kind_check check (kind in ('midi', 'mp3', 'wav', 'stem', 'loop')),
  drop constraint files_job_id_kind_key,
  add constraint files_one_of_each unique (job_id, kind, name);

-- Stored frames tell of outputs and jobs as they are told now.
update job_frames set payload = jsonb_set(payload, '{output,name}', 'null')
where type = 'output';

update job_frames set payload = payload || jsonb_build_object('job', payload -> 'job' ||
  jsonb_build_object(
    'options', '{"key": null, "tempoBpm": null, "roleWeights": {}, "sections": [], "outputs": []}'
      || (payload #> '{job,options}'),
    'outputs', (
      select coalesce(jsonb_agg(output || '{"name": null}' order by position), '[]')
      from jsonb_array_elements(payload #> '{job,outputs}') with ordinality o(output, position)),
    'links', (payload #> '{job,links}')
      || jsonb_build_object('report', '/api/jobs/' || job_id || '/report')))
where type in ('completed', 'failed', 'cancelled');
