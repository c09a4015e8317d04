import { join } from "node:path";
import { type Plan, shortenPlan } from "./explain_search.ts";

/** Writes every plan into `plans.txt` of a folder; answers those that are shown in a few lines each. */
export async function writePlans(folder: string, plans: readonly Plan[]): Promise<string> {
  const whole = plans.map(({ name, statement, lines }) =>
    [`-- ${name}`, statement.trim(), ...lines].join("\n")
  );
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "plans.txt"), `${whole.join("\n\n")}\n`);
  return plans.filter(({ isShown }) => isShown).map((
    plan,
  ) => [`${plan.name}`, ...shortenPlan(plan).map((line) => `  ${line}`)])
    .flat().join("\n");
}
