// How much each song counts, as shares of the whole.

import { MAX_WEIGHT, type OptionFieldsProps, type OptionsForm, PLACES } from "./form_state.ts";
import { Slider } from "./slider.tsx";
import { percent } from "./wording.ts";

export function WeightFields({ form, onChange }: OptionFieldsProps) {
  const { weights } = form.options;
  const total = weights[0] + weights[1] + weights[2];
  return (
    <fieldset class="weights">
      <legend>
        How much of each song <code>weights</code>
      </legend>
      <div class="weight-row">
        {PLACES.map((place) => {
          const id = `weight-${place + 1}`;
          const share = percent(total > 0 ? weights[place] / total : 0);
          return (
            <div class="weight" data-song={place + 1} key={place}>
              <label for={id}>
                {form.songs[place].text.split(" - ")[0] || `Song ${place + 1}`}
              </label>
              <output for={id}>{share}</output>
              <Slider
                id={id}
                min={0}
                max={MAX_WEIGHT}
                step={0.05}
                value={weights[place]}
                aria-valuetext={share}
                onChange={(weight) => {
                  const next: OptionsForm["weights"] = [...weights];
                  next[place] = weight;
                  onChange({ weights: next });
                }}
              />
            </div>
          );
        })}
      </div>
      {total === 0 && (
        <p class="complaint" role="alert">At least one song must count for something</p>
      )}
    </fieldset>
  );
}
