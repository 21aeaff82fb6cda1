import type { ReactNode } from "react";

export interface BoardHeadProps {
  readonly title: string;
  /** Figures and controls of the whole page. */
  readonly children?: ReactNode;
}

/** The head of a page of boards. The link that skips the header leads to its title. */
export function BoardHead({ title, children }: BoardHeadProps) {
  return (
    <div className="board-head">
      <h1 id="callbacks" tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
