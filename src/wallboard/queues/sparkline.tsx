import { useWords } from "../data/wall.js";

const BAR = 10;
const HEIGHT = 30;

/** Bars of what was opened, by quarter of an hour. */
export function Sparkline({ counts }: { readonly counts: readonly number[] }) {
  const { queues: words } = useWords();
  const most = Math.max(1, ...counts);
  return (
    <figure className="sparkline">
      <svg
        role="img"
        aria-label={words.openedList(counts)}
        viewBox={`0 0 ${Math.max(1, counts.length) * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {counts.map((count, index) => (
          <rect
            key={index}
            x={index * BAR + 1}
            width={BAR - 2}
            y={HEIGHT - Math.max(1, (count / most) * HEIGHT)}
            height={Math.max(1, (count / most) * HEIGHT)}
          />
        ))}
      </svg>
      <figcaption>{words.opened}</figcaption>
    </figure>
  );
}
