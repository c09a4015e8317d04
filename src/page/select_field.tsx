// A choice of a few values with its name.

export type SelectFieldProps = {
  /** The option's name in the API. */
  readonly option: string;
  readonly label: string;
  readonly value: string;
  /** Value and words of each choice. */
  readonly choices: readonly (readonly [value: string, words: string])[];
  readonly onChange: (value: string) => void;
};

export function SelectField({ option, label, value, choices, onChange }: SelectFieldProps) {
  return (
    <div class="field">
      <label for={option}>
        {label} <code>{option}</code>
      </label>
      <select
        id={option}
        value={value}
        onChange={(event) => onChange((event.currentTarget as HTMLSelectElement).value)}
      >
        {choices.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
      </select>
    </div>
  );
}
