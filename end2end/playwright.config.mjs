// Debian's Chromium, a phone and a desk, and the demo as the portal.

import { defineConfig, devices } from "@playwright/test";

const chromium = {
  executablePath: "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  globalSetup: "./portal.mjs",
  reporter: [["list"], ["json", { outputFile: "../target/test-reports/browser.json" }]],
  use: { launchOptions: chromium, locale: "nb-NO", timezoneId: "Europe/Oslo" },
  projects: [
    { name: "phone", use: { ...devices["Galaxy S8"], viewport: { width: 360, height: 740 } }, testIgnore: /once\./ },
    { name: "desk", use: { viewport: { width: 1280, height: 900 } }, testIgnore: /once\./ },
    { name: "once", use: { viewport: { width: 1280, height: 900 } }, testMatch: /once\./ },
  ],
});
