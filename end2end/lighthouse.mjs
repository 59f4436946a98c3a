// Runs Lighthouse, with its own profile of a middling phone, in Debian's Chromium.

import { chromium } from "@playwright/test";
import { createServer } from "node:net";
import lighthouse from "lighthouse";

import config from "./playwright.config.mjs";

const freePort = () =>
  new Promise((found) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

// The points (0 to 100) of each category, and the audits that are not perfect.
export async function audit(url, categories) {
  const port = await freePort();
  const { executablePath, args } = config.use.launchOptions;
  const browser = await chromium.launch({ executablePath, args: [...args, `--remote-debugging-port=${port}`] });
  try {
    const { lhr } = await lighthouse(url, { port, onlyCategories: categories, logLevel: "silent", output: "json" });
    const points = Object.fromEntries(
      Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]),
    );
    const weighed = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
    const found = weighed
      .map(({ id }) => lhr.audits[id])
      .filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode !== "notApplicable")
      .map(({ id, displayValue }) => [id, displayValue].filter(Boolean).join(": "));
    return { points, found };
  } finally {
    await browser.close();
  }
}
