import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const arg of process.argv.slice(2)) {
  const [name, search, w, h, opts] = arg.split("|");
  const p = await b.newPage({
    viewport: { width: +w, height: +h },
    locale: "en-GB",
    timezoneId: "America/New_York",
    ...(opts ? JSON.parse(opts) : {}),
  });
  p.on("console", (m) => m.type() === "error" && console.log(name, m.text()));
  await p.goto(`http://127.0.0.1:4851/wallboard${search}`);
  await p.locator(".queue-tile, .trend, .place").first().waitFor();
  await p.waitForTimeout(1500);
  await p.screenshot({ path: `/tmp/a-${name}.png` });
  await p.close();
}
await b.close();
