// Starts the demo for all tests, and a portal whose login is a certified provider; stops both after the last one.

import { execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CLIENT_KEY, CLIENT_KEY_ID, startProvider } from "./provider.mjs";

const run = promisify(execFile);
const EMPTY = { MINSIDE__MUNICIPALITY__NAME: "Prøvik kommune", MINSIDE__MUNICIPALITY__TEST: "true" };
const program = process.env.MINSIDE_PROGRAM ?? fileURLToPath(new URL("../target/demo/minside", import.meta.url));

// How much is kept of what a program complains of, in characters.
const MOST_COMPLAINTS = 2000;

// Starts a command of minside that serves; gives its address and how to stop it.
async function start(what, args, folder, settings = {}) {
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    // The tests ask for more pages in a minute than any person would.
    env: { ...process.env, MINSIDE__LIMITS__REQUESTS_PER_MINUTE: "0", MINSIDE__LIMITS__LOGINS_PER_MINUTE: "0", MINSIDE__LIMITS__ADAPTER_REQUESTS_PER_MINUTE: "0", ...settings },
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    process.stderr.write(text);
    complaints = (complaints + text).slice(-MOST_COMPLAINTS);
  });
  const address = await new Promise((ready, failed) => {
    child.once("error", failed);
    // After its last words, which say why.
    child.once("close", (code, signal) => failed(new Error(`${what} ended with ${code ?? signal} before it was ready: ${complaints}`)));
    const lines = createInterface(child.stdout);
    lines.once("line", (line) => {
      const found = /^Min side is ready: (http:\/\/\S+)$/.exec(line);
      if (found) ready(found[1]);
      else failed(new Error(`${what} said: ${line}`));
    });
  });
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const code = await ended;
    if (code !== 0) throw new Error(`${what} ended with ${code}`);
  };
  return { address, stop };
}

function newFolder() {
  return mkdtempSync(join(tmpdir(), "minside-"));
}

const remove = (folder) => rmSync(folder, { recursive: true, force: true });

// Starts `minside demo` with these arguments.
export async function startDemo(...further) {
  const folder = newFolder();
  const begin = (...more) => start("minside demo", ["demo", "--addr", "127.0.0.1:0", "--data", folder, ...further, ...more], folder);
  let demo = await begin();
  const settings = {
    MINSIDE__DATABASE__URL: `sqlite:${join(folder, "demo.db")}`,
    MINSIDE__VAULT__MASTER_KEY_FILE: join(folder, "demo.key"),
    MINSIDE__VAULT__BLOBS: join(folder, "demo-blobs"),
    MINSIDE__MUNICIPALITY__NAME: "Fjordvik kommune",
    MINSIDE__MUNICIPALITY__TEST: "true",
  };
  // A command on the demo's own database; what it says.
  const minside = async (...args) => (await run(program, args, { cwd: folder, env: { ...process.env, ...settings } })).stdout;
  // The same demo as it is so many days later; where that is.
  const later = async (days) => {
    await demo.stop();
    demo = await begin("--days-ahead", String(days));
    return demo.address;
  };
  const stop = async () => {
    await demo.stop();
    remove(folder);
  };
  return { address: demo.address, folder, settings, minside, later, stop };
}

// A portal whose citizens log in with the certified provider, as it is told to be in docs/OPERATE.md.
async function startWithProvider(settings) {
  const folder = newFolder();
  const port = await freePort();
  const provider = await startProvider(`http://127.0.0.1:${port}`);
  writeFileSync(join(folder, "idporten.pem"), CLIENT_KEY, { mode: 0o600 });
  const portal = await start("minside serve", ["serve", "--migrate"], folder, {
    MINSIDE__SERVER__ADDR: `127.0.0.1:${port}`,
    MINSIDE__LOG__LEVEL: "error",
    MINSIDE__LOGIN__IDPORTEN__ISSUER: provider.issuer,
    MINSIDE__LOGIN__IDPORTEN__CLIENT_ID: "minside",
    MINSIDE__LOGIN__IDPORTEN__KEY_FILE: "idporten.pem",
    MINSIDE__LOGIN__IDPORTEN__KEY_ID: CLIENT_KEY_ID,
    MINSIDE__LOGIN__IDPORTEN__LEVEL: "substantial",
    ...settings,
  }).catch(async (error) => {
    await provider.stop();
    throw error;
  });
  const stop = async () => {
    await portal.stop();
    remove(folder);
    await provider.stop();
  };
  return { address: portal.address, issuer: provider.issuer, stop };
}

// Such a portal with the demo's data: the demo, beside it, is where employees log in, and runs the adapters.
export async function startDemoWithProvider(...further) {
  const demo = await startDemo(...further);
  const portal = await startWithProvider(demo.settings).catch(async (error) => {
    await demo.stop();
    throw error;
  });
  const stop = async () => {
    await portal.stop();
    await demo.stop();
  };
  return { address: portal.address, staff: demo.address, folder: demo.folder, minside: demo.minside, stop };
}

// A port that nobody listens on. None of those that the system hands out for every connection (from 32768 on Linux): one of
// them could be taken again before it is listened on.
async function freePort() {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    const server = createServer();
    const isFree = await new Promise((told) => {
      server.once("error", () => told(false));
      server.listen(port, "127.0.0.1", () => server.close(() => told(true)));
    });
    if (isFree) return port;
  }
}

export default async function setUp() {
  const [demo, installation] = await Promise.all([startDemo("--systems", "24"), startWithProvider(EMPTY)]);
  process.env.MINSIDE_ADDRESS = demo.address;
  process.env.MINSIDE_INSTALLATION = installation.address;
  process.env.MINSIDE_ISSUER = installation.issuer;
  return async () => {
    await demo.stop();
    await installation.stop();
  };
}
