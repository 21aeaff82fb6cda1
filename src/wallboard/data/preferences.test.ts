import { describe, expect, it } from "vitest";
import { createPreferences } from "./preferences.js";

function preferencesOf(search: string, languages: readonly string[], stored = new Map<string, string>()) {
  return createPreferences({
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
    parameters: new URLSearchParams(search),
    languages,
  });
}

describe("the viewer's preferences", () => {
  it.each([
    ["", ["de-CH", "en"], { language: "de", locale: "de-CH", hour12: false }],
    ["", ["fr", "en-US"], { language: "en", locale: "en-US", hour12: false }],
    ["", ["en-US"], { language: "en", locale: "en-US", hour12: true }],
    ["lang=de", ["en-US"], { language: "de", locale: "de", hour12: true }],
    ["lang=xx&clock=24", ["en-US"], { language: "en", locale: "en-US", hour12: false }],
    ["", ["xx"], { language: "en", locale: "en" }],
  ] as const)("follow the address %j, then the browser's languages %j", (search, languages, expected) => {
    expect(preferencesOf(search, languages).current.get()).toMatchObject(expected);
  });

  it("are stored for the browser, and the address wins over them", () => {
    const stored = new Map<string, string>();
    preferencesOf("", ["en"], stored).change({ language: "de", clock: "12", isAnnouncing: false });
    const kept = preferencesOf("", ["en"], stored).current.get();
    expect(kept).toMatchObject({ language: "de", clock: "12", hour12: true, isAnnouncing: false });
    expect(preferencesOf("lang=en", ["de"], stored).current.get().language).toBe("en");
  });
});
