// What the composer else decides: key and tempo; and what makes the same piece again.

import {
  hasValidSeed,
  hasValidTempo,
  MAX_SEED,
  MAX_TEMPO,
  MIN_TEMPO,
  type OptionFieldsProps,
} from "./form_state.ts";
import { SelectField } from "./select_field.tsx";
import { TypedField } from "./typed_field.tsx";
import { keyInSigns } from "./wording.ts";

export function MusicFields({ form, onChange }: OptionFieldsProps) {
  const { key, tempoBpm, seed } = form.options;
  const keys = key === null || KEYS.includes(key) ? KEYS : [key, ...KEYS];
  return (
    <div class="sound-fields">
      <SelectField
        option="key"
        label="Key"
        value={key ?? ""}
        choices={[
          ["", "Chosen to suit the songs"],
          ...keys.map((key) => [key, keyInSigns(key)] as const),
        ]}
        onChange={(value) => onChange({ key: value || null })}
      />
      <TypedField
        option="tempoBpm"
        label="Tempo"
        value={tempoBpm}
        placeholder="Chosen to suit the songs"
        hint="Quarter notes a minute"
        complaint={hasValidTempo(form) ? undefined : `A number from ${MIN_TEMPO} to ${MAX_TEMPO}`}
        maxLength={6}
        onChange={(tempoBpm) => onChange({ tempoBpm })}
      />
      <TypedField
        option="seed"
        label="Seed"
        value={seed}
        placeholder="By chance"
        hint="The same seed gives the same blend again"
        complaint={hasValidSeed(form) ? undefined : `A whole number from 0 to ${MAX_SEED}`}
        maxLength={10}
        onChange={(seed) => onChange({ seed })}
      />
    </div>
  );
}

/** As most people spell them. */
const KEYS: readonly string[] = [
  ...["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"].map((of) => `${of} major`),
  ...["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"].map((of) => `${of} minor`),
];
