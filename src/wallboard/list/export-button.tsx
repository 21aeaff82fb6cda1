import { useState } from "react";
import { apiFilterOf, apiOrderOf } from "./filters.js";
import { credentialsOf } from "../data/session.js";
import { useFilters, useWall, useWords } from "../data/wall.js";

const FILE = "callbacks.csv";

/** Saves the filtered callbacks as a file. A link cannot send the viewer's token: the page reads and saves it. */
export function ExportButton() {
  const { session, ticks, toasts } = useWall();
  const [filters] = useFilters();
  const { list } = useWords();
  const [isSaving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      const parameters = new URLSearchParams({
        filter: JSON.stringify(apiFilterOf(filters, ticks.get())),
        orderBy: JSON.stringify(apiOrderOf(filters)),
      });
      const response = await fetch(`${exportUrl()}?${String(parameters)}`, {
        headers: credentialsOf(session.token.get()),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      saveFile(await response.blob());
    } catch {
      toasts.add({ text: list.exportFailed, isFailure: true });
    } finally {
      setSaving(false);
    }
  };
  return (
    <button type="button" disabled={isSaving} onClick={() => void save()}>
      {list.export}
    </button>
  );
}

function exportUrl(): string {
  return new URL(`export/${FILE}`, document.baseURI).href;
}

function saveFile(content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = FILE;
  link.click();
  URL.revokeObjectURL(link.href);
}
