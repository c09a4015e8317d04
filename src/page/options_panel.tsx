// How the blend shall be: every option of a job, with words people use for it.

import {
  type Form,
  hasValidSeed,
  hasValidWeights,
  MAX_SEED,
  type OptionsForm,
} from "./form_state.ts";
import { RangeField } from "./range_field.tsx";
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
  const { options } = form;
  const isSeedValid = hasValidSeed(form);
  return (
    <div class="sound-fields">
      <div class="field">
        <label for="quality">
          MP3 quality <code>quality</code>
        </label>
        <select
          id="quality"
          value={options.quality}
          onChange={(event) => {
            const { value } = event.currentTarget as HTMLSelectElement;
            onChange({ quality: value as OptionsForm["quality"] });
          }}
        >
          <option value="low">Low, 96 kbit/s</option>
          <option value="medium">Medium, 128 kbit/s</option>
          <option value="high">
            {options.sampleRate < 32000 ? "High, 160 kbit/s" : "High, 192 kbit/s"}
          </option>
        </select>
      </div>
      <div class="field">
        <label for="sample-rate">
          Sample rate <code>sampleRate</code>
        </label>
        <select
          id="sample-rate"
          value={String(options.sampleRate)}
          onChange={(event) => {
            const { value } = event.currentTarget as HTMLSelectElement;
            onChange({ sampleRate: Number(value) as OptionsForm["sampleRate"] });
          }}
        >
          <option value="22050">22.05 kHz</option>
          <option value="32000">32 kHz</option>
          <option value="44100">44.1 kHz</option>
          <option value="48000">48 kHz</option>
        </select>
      </div>
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
          value={options.seed}
          aria-invalid={isSeedValid ? "false" : "true"}
          aria-describedby="seed-hint"
          onInput={(event) => onChange({ seed: (event.currentTarget as HTMLInputElement).value })}
        />
        <p id="seed-hint" class={isSeedValid ? "hint" : "complaint"}>
          {isSeedValid
            ? "The same seed gives the same blend again"
            : `A whole number from 0 to ${MAX_SEED}`}
        </p>
      </div>
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
