import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts the browser of this machine: CHROMIUM_PATH, else one of the usual places. Throws where there is none. */
export async function startBrowser(): Promise<Browser> {
  const { CHROMIUM_PATH } = process.env;
  const places = CHROMIUM_PATH === undefined || CHROMIUM_PATH === "" ? PLACES : [CHROMIUM_PATH];
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error(
      `no browser at ${places.join(", ")}: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH`,
    );
  }
  return chromium.launch({
    executablePath,
    // What the browser itself would fetch says nothing about the page.
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
}
