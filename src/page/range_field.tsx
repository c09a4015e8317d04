// A slider with its name, its value in words and a hint.

import { Slider } from "./slider.tsx";

export type RangeFieldProps = {
  /** The option's name in the API. */
  readonly option: string;
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly shown: string;
  readonly spoken?: string;
  readonly onChange: (value: number) => void;
};

export function RangeField(props: RangeFieldProps) {
  const { option, label, hint, shown, spoken = shown, ...range } = props;
  return (
    <div class="field range-field">
      <label for={option}>
        {label} <code>{option}</code>
      </label>
      <output for={option}>{shown}</output>
      <Slider {...range} id={option} aria-valuetext={spoken} aria-describedby={`${option}-hint`} />
      <p id={`${option}-hint`} class="hint">{hint}</p>
    </div>
  );
}
