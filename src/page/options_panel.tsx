// How the blend shall be: every option of a job, with words people use for it.

import { FileFields } from "./file_fields.tsx";
import {
  hasValidOptions,
  hasValidRoles,
  type OptionFieldsProps,
  type OptionsForm,
} from "./form_state.ts";
import { MusicFields } from "./music_fields.tsx";
import { RangeField } from "./range_field.tsx";
import { RoleFields } from "./role_fields.tsx";
import { WeightFields } from "./weight_fields.tsx";
import { clockTime, keyInSigns, spokenTime } from "./wording.ts";

export function OptionsPanel({ form, onChange }: OptionFieldsProps) {
  const { options } = form;
  return (
    <details class="options" open={hasValidOptions(form) ? undefined : true}>
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
          onChange={(lengthSeconds) => onChange({ lengthSeconds })}
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
          onChange={(creativity) => onChange({ creativity })}
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
        <MusicFields form={form} onChange={onChange} />
        <details class="more" open={hasValidRoles(form) ? undefined : true}>
          <summary>
            <span class="options-title">More</span>
            <span class="options-gist">Which song makes what, and which files</span>
          </summary>
          <RoleFields form={form} onChange={onChange} />
          <FileFields form={form} onChange={onChange} />
        </details>
      </div>
    </details>
  );
}

function gistOf(options: OptionsForm) {
  const { lengthSeconds, creativity, temperature, key, tempoBpm, quality, sampleRate } = options;
  return [
    clockTime(lengthSeconds),
    ...(key ? [keyInSigns(key)] : []),
    ...(tempoBpm.trim() ? [`${tempoBpm.trim()} BPM`] : []),
    `adventurousness ${creativity}`,
    `surprise ${temperature}`,
    `${quality} quality, ${sampleRate / 1000} kHz`,
  ].join(" · ");
}
