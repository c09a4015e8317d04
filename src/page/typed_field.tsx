// A number that is typed, with its name and, below it, a hint or what is wrong with it.

export type TypedFieldProps = {
  /** The option's name in the API. */
  readonly option: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly hint: string;
  /** Undefined where the value will do. */
  readonly complaint: string | undefined;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
};

export function TypedField(props: TypedFieldProps) {
  const { option, label, value, placeholder, hint, complaint, maxLength, onChange } = props;
  return (
    <div class="field">
      <label for={option}>
        {label} <code>{option}</code>
      </label>
      <input
        id={option}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        maxlength={maxLength}
        placeholder={placeholder}
        value={value}
        aria-invalid={complaint === undefined ? "false" : "true"}
        aria-describedby={`${option}-hint`}
        onInput={(event) => onChange((event.currentTarget as HTMLInputElement).value)}
      />
      <p id={`${option}-hint`} class={complaint === undefined ? "hint" : "complaint"}>
        {complaint ?? hint}
      </p>
    </div>
  );
}
