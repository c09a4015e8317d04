// How much each song counts in each part of the piece, beside how much it counts in all.

import {
  hasValidRoles,
  MAX_WEIGHT,
  type OptionFieldsProps,
  PLACES,
  type Role,
  ROLES,
  weighRole,
} from "./form_state.ts";
import { Slider } from "./slider.tsx";
import { percent } from "./wording.ts";

const NAMES = {
  melody: "Melody",
  harmony: "Harmony",
  bass: "Bass",
  groove: "Groove",
} as const satisfies Record<Role, string>;

export function RoleFields({ form, onChange }: OptionFieldsProps) {
  return (
    <fieldset class="weights">
      <legend>
        Which song makes what <code>roleWeights</code>
      </legend>
      {ROLES.map((role) => <RoleRow key={role} role={role} form={form} onChange={onChange} />)}
      <p class={hasValidRoles(form) ? "hint" : "complaint"}>
        {hasValidRoles(form)
          ? "A part whose songs count alike is left to the composer"
          : "Every part needs a song that counts, here and above"}
      </p>
    </fieldset>
  );
}

function RoleRow({ role, form, onChange }: OptionFieldsProps & { readonly role: Role }) {
  const weights = form.options.roleWeights[role] ?? [1, 1, 1];
  const total = weights[0] + weights[1] + weights[2];
  return (
    <div class="role-row" role="group" aria-label={NAMES[role]}>
      <span class="role-name">{NAMES[role]}</span>
      {PLACES.map((place) => (
        <span key={place} data-song={place + 1}>
          <Slider
            aria-label={`${NAMES[role]} from ${form.songs[place].text || `song ${place + 1}`}`}
            aria-valuetext={percent(total > 0 ? weights[place] / total : 0)}
            min={0}
            max={MAX_WEIGHT}
            step={0.05}
            value={weights[place]}
            onChange={(weight) => {
              const next: typeof weights = [...weights];
              next[place] = weight;
              onChange({ roleWeights: weighRole(form.options, role, next) });
            }}
          />
        </span>
      ))}
    </div>
  );
}
