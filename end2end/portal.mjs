// Starts the demo for all tests, and stops it after the last one.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = process.env.MINSIDE_PROGRAM ?? fileURLToPath(new URL("../target/demo/minside", import.meta.url));

// Starts `minside demo` with these arguments; gives its address and how to stop it.
export async function startDemo(...further) {
  const folder = mkdtempSync(join(tmpdir(), "minside-demo-"));
  const child = spawn(program, ["demo", "--addr", "127.0.0.1:0", "--data", folder, ...further], {
    stdio: ["ignore", "pipe", "inherit"],
    // The tests ask for more pages in a minute than any person would.
    env: { ...process.env, MINSIDE__LIMITS__REQUESTS_PER_MINUTE: "0" },
  });
  const address = await new Promise((ready, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`minside demo ended with ${code} before it was ready`)));
    createInterface(child.stdout).once("line", (line) => {
      const found = /^Min side is ready: (http:\/\/\S+)$/.exec(line);
      if (found) ready(found[1]);
      else failed(new Error(`minside demo said: ${line}`));
    });
  });
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const code = await ended;
    rmSync(folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`minside demo ended with ${code}`);
  };
  return { address, stop };
}

export default async function setUp() {
  const demo = await startDemo("--systems", "24");
  process.env.MINSIDE_ADDRESS = demo.address;
  return demo.stop;
}
