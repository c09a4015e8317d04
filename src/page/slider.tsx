// A range input that knows how far along it is, so that its track can show it.

export type SliderProps = {
  readonly id?: string;
  readonly class?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly [attribute: `aria-${string}`]: string | undefined;
};

export function Slider({ onChange, ...attributes }: SliderProps) {
  const { min, max, value } = attributes;
  return (
    <input
      {...attributes}
      type="range"
      style={{ "--part": `${100 * (value - min) / (max - min)}%` }}
      onInput={(event) => onChange(Number((event.currentTarget as HTMLInputElement).value))}
    />
  );
}
