// How the blend shall be: every option of a job, with words people use for it.

import {
  type Form,
  hasValidSeed,
  hasValidWeights,
  MAX_SEED,
  type OptionsForm,
} from "./form_state.ts";
import { RangeField } from "./range_field.tsx";
import { SelectField } from "./select_field.tsx";
import { WeightFields } from "./weight_fields.tsx";
import { clockTime, spokenTime } from "./wording.ts";

export type OptionsPanelProps = {
  readonly form: Form;
  readonly onChange: (changes: Partial<OptionsForm>) => void;
};

export function OptionsPanel({ form, onChange }: OptionsPanelProps) {
  const { options } = form;
  return (
    <details class="options" open={hasValidSeed(form) && hasValidWeights(form) ? undefined : true}>
      <summary>
        <span class="options-title">Options</span>
        <span class="options-gist">{gistOf(options)}</span>
      </summary>
      <div class="options-grid">
        <RangeField
          option="lengthSeconds"
          label="Length"
          hint="How long the new piece is"
          min={15}
          max={300}
          step={5}
          value={options.lengthSeconds}
          shown={clockTime(options.lengthSeconds)}
          spoken={spokenTime(options.lengthSeconds)}
          onChange={(lengthSeconds) =>
            onChange({ lengthSeconds })}
        />
        <RangeField
          option="creativity"
          label="Adventurousness"
          hint="Close to the songs, or its own way"
          min={0}
          max={1}
          step={0.05}
          value={options.creativity}
          shown={options.creativity.toFixed(2)}
          onChange={(creativity) =>
            onChange({ creativity })}
        />
        <RangeField
          option="temperature"
          label="Surprise"
          hint="How unlikely the next note may be"
          min={0.1}
          max={2}
          step={0.05}
          value={options.temperature}
          shown={options.temperature.toFixed(2)}
          onChange={(temperature) => onChange({ temperature })}
        />
        <WeightFields form={form} onChange={onChange} />
        <SoundFields form={form} onChange={onChange} />
      </div>
    </details>
  );
}

function SoundFields({ form, onChange }: OptionsPanelProps) {
  const { quality, sampleRate } = form.options;
  return (
    <div class="sound-fields">
      <SelectField
        option="quality"
        label="MP3 quality"
        value={quality}
        choices={[
          ["low", "Low, 96 kbit/s"],
          ["medium", "Medium, 128 kbit/s"],
          ["high", sampleRate < 32000 ? "High, 160 kbit/s" : "High, 192 kbit/s"],
        ]}
        onChange={(value) => onChange({ quality: value as OptionsForm["quality"] })}
      />
      <SelectField
        option="sampleRate"
        label="Sample rate"
        value={String(sampleRate)}
        choices={[
          ["22050", "22.05 kHz"],
          ["32000", "32 kHz"],
          ["44100", "44.1 kHz"],
          ["48000", "48 kHz"],
        ]}
        onChange={(value) => onChange({ sampleRate: Number(value) as OptionsForm["sampleRate"] })}
      />
      <SeedField form={form} onChange={onChange} />
    </div>
  );
}

function SeedField({ form, onChange }: OptionsPanelProps) {
  const isValid = hasValidSeed(form);
  return (
    <div class="field">
      <label for="seed">
        Seed <code>seed</code>
      </label>
      <input
        id="seed"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        maxlength={10}
        placeholder="By chance"
        value={form.options.seed}
        aria-invalid={isValid ? "false" : "true"}
        aria-describedby="seed-hint"
        onInput={(event) => onChange({ seed: (event.currentTarget as HTMLInputElement).value })}
      />
      <p id="seed-hint" class={isValid ? "hint" : "complaint"}>
        {isValid
          ? "The same seed gives the same blend again"
          : `A whole number from 0 to ${MAX_SEED}`}
      </p>
    </div>
  );
}

function gistOf({ lengthSeconds, creativity, temperature, quality, sampleRate }: OptionsForm) {
  return [
    clockTime(lengthSeconds),
    `adventurousness ${creativity}`,
    `surprise ${temperature}`,
    `${quality} quality, ${sampleRate / 1000} kHz`,
  ].join(" · ");
}
