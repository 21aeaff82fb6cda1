import type { ReactNode } from "react";
import { useWords } from "../data/wall.js";
import type { Choice } from "./choices.js";

export interface SelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string | null) => void;
  /** Options in place of "All" and the choices. */
  readonly children?: ReactNode;
}

/** A filter with a list of choices. The value in the address is one of them, even if no callback has it now. */
export function Select({ label, value, choices, onChange, children }: SelectProps) {
  const { list } = useWords();
  const isListed = value === null || choices.some((choice) => choice.value === value);
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value ?? ""} onChange={({ target }) => onChange(target.value === "" ? null : target.value)}>
        {children ?? (
          <>
            <option value="">{list.any}</option>
            {!isListed && <option value={value}>{value}</option>}
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </>
        )}
      </select>
    </label>
  );
}
