import { cpus } from "node:os";

/** What the figures were measured on. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const load = Deno.loadavg().map((value) => value.toFixed(1)).join(" ");
  return `${cpu?.model.trim()}, ${cpus().length} cores, load ${load}, Deno ${Deno.version.deno}, ` +
    `${Deno.build.os} ${Deno.build.arch}`;
}
