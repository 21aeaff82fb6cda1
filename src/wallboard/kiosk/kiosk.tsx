import { useEffect, useState, type ComponentType } from "react";
import { useLiveValue } from "../data/live-value.js";
import { useNow, useTimes, useWall, useWords } from "../data/wall.js";
import { QueueTiles, useQueueBoard } from "../queues/queue-board.js";
import { Trends } from "../trends/trends.js";
import { useNewVersion } from "./new-version.js";

interface KioskBoardProps {
  /** Grows by one each time that this board's turn comes. */
  readonly turn: number;
}

/** Tiles that can be read from four metres. */
const TILES_A_PAGE = 6;
const DEFAULT_SECONDS = 20;
const [LEAST_SECONDS, MOST_SECONDS] = [5, 600];
/** A break that is shorter worries nobody. */
const SHOWN_AFTER_MS = 3000;

const BOARDS: Readonly<Record<string, ComponentType<KioskBoardProps>>> = { queues: KioskQueues, trends: KioskTrends };

/** A screen without controls: `?kiosk=queues,trends&every=30` shows each board for 30 seconds. */
export function Kiosk() {
  const { address, session } = useWall();
  const parameters = useLiveValue(address.parameters);
  const isRefused = useLiveValue(session.refusal) !== null;
  const { kiosk: words, shell } = useWords();
  const now = useNow();
  useNewVersion();
  useEffect(() => {
    document.documentElement.classList.add("kiosk");
    return () => document.documentElement.classList.remove("kiosk");
  }, []);
  const listed = (parameters.get("kiosk") ?? "").split(",").filter((name) => Object.hasOwn(BOARDS, name));
  const names = listed.length === 0 ? ["queues"] : listed;
  const slot = Math.floor(now / (secondsOf(parameters.get("every")) * 1000));
  const Board = BOARDS[names[slot % names.length] ?? "queues"] ?? KioskQueues;
  return (
    <main className="kiosk-page">
      <h1 className="unseen">{shell.title}</h1>
      <Disconnected />
      {isRefused ? (
        <section className="kiosk-signed-out" role="alert">
          <p>{words.signedOut}</p>
          <p className="note">{words.signedOutAdvice}</p>
        </section>
      ) : (
        <Board turn={Math.floor(slot / names.length)} />
      )}
    </main>
  );
}

function secondsOf(text: string | null): number {
  const seconds = /^\d{1,4}$/u.test(text ?? "") ? Number(text) : DEFAULT_SECONDS;
  return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, seconds));
}

function KioskHead({ title, page }: { readonly title: string; readonly page: string }) {
  const now = useNow();
  const times = useTimes();
  return (
    <header className="kiosk-head">
      <h2>{title}</h2>
      <p>{page}</p>
      <p className="clock">{times.clock(now)}</p>
    </header>
  );
}

function KioskQueues({ turn }: KioskBoardProps) {
  const { queues: words, kiosk, shell } = useWords();
  const { queues } = useQueueBoard();
  if (queues === null) return <p className="starting">{shell.loading}</p>;
  const pages = Math.max(1, Math.ceil(queues.length / TILES_A_PAGE));
  const page = turn % pages;
  return (
    <>
      <KioskHead title={words.title} page={kiosk.page(page + 1, pages)} />
      {queues.length === 0 && <p className="starting">{words.none}</p>}
      <QueueTiles queues={queues.slice(page * TILES_A_PAGE, (page + 1) * TILES_A_PAGE)} />
    </>
  );
}

function KioskTrends() {
  const { trends } = useWords();
  return (
    <>
      <KioskHead title={trends.title} page={trends.intervals.hour} />
      <Trends interval="hour" />
    </>
  );
}

/** Says since when the screen is not connected. */
function Disconnected() {
  const { feed, ticks } = useWall();
  const { kiosk } = useWords();
  const times = useTimes();
  const now = useNow();
  const isOut = useLiveValue(feed.connection).state === "reconnecting";
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => setSince(isOut ? ticks.get() : null), [isOut, ticks]);
  if (since === null || now - since < SHOWN_AFTER_MS) return null;
  return (
    <p className="kiosk-out" role="alert">
      <span aria-hidden="true">■</span> {kiosk.disconnected(times.clock(since), times.duration(now - since))}
    </p>
  );
}
