// Which files are made beside the MIDI and the MP3, and how good they sound.

import { type OptionFieldsProps, type OptionsForm, toggle } from "./form_state.ts";
import { SelectField } from "./select_field.tsx";

const OUTPUTS = [["wav", "WAV"], ["stems", "Stems: an MP3 of each instrument"]] as const;
const LETTERS = ["A", "B", "C", "D"] as const;

export function FileFields(props: OptionFieldsProps) {
  const { form: { options: { outputs, sections } }, onChange } = props;
  return (
    <>
      <fieldset class="weights">
        <legend>
          Files beside MIDI and MP3 <code>outputs</code> <code>sections</code>
        </legend>
        <div class="checks">
          {OUTPUTS.map(([output, words]) => (
            <Check
              key={output}
              words={words}
              isChecked={outputs.includes(output)}
              onChange={() => onChange({ outputs: toggle(outputs, output) })}
            />
          ))}
          {LETTERS.map((letter) => (
            <Check
              key={letter}
              words={`Loop of section ${letter}`}
              isChecked={sections.includes(letter)}
              onChange={() => onChange({ sections: toggle(sections, letter) })}
            />
          ))}
        </div>
      </fieldset>
      <SoundFields {...props} />
    </>
  );
}

function Check({ words, isChecked, onChange }: {
  readonly words: string;
  readonly isChecked: boolean;
  readonly onChange: () => void;
}) {
  return (
    <label>
      <input type="checkbox" checked={isChecked} onChange={onChange} /> {words}
    </label>
  );
}

function SoundFields({ form, onChange }: OptionFieldsProps) {
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
    </div>
  );
}
