// An adapter on a client that is generated from the portal's OpenAPI document: it does one task, from the claim to the
// answer, with a file. Started with the API's address and a key; prints what it did as JSON.

import createClient from "openapi-fetch";
import { createHash } from "node:crypto";
import type { paths } from "../generated/adapter-api.d.ts";

const [baseUrl, key] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });

function must<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

const system = must(await client.GET("/system"));
must(
  await client.PUT("/system/capabilities", {
    body: { rights: ["access"], steps: ["collect"], identifiers: ["fnr"], categories: ["karakterer"] },
  }),
);
const { tasks } = must(await client.POST("/tasks/claim", { body: { max: 1, wait_seconds: 10 } }));
const task = tasks[0];
if (task === undefined) throw new Error("no task came");
const { id, attempt } = task;
must(await client.POST("/tasks/{id}/heartbeat", { params: { path: { id } }, body: { attempt } }));
const content = "Et vedtak.\n";
const kept = must(
  await client.PUT("/tasks/{id}/files/{name}", {
    params: { path: { id, name: "vedtak.txt" }, query: { attempt } },
    body: content,
    bodySerializer: (body) => body,
    headers: { "Content-Type": "application/octet-stream" },
  }),
);
const sha256 = createHash("sha256").update(content).digest("hex");
const answer = {
  attempt,
  outcome: "data" as const,
  records: [{ category: "karakterer", title: "Karakterer", data: { norsk: 5 } }],
  files: [{ name: kept.name, title: "Vedtak", media_type: "text/plain", sha256 }],
};
const answered = must(await client.POST("/tasks/{id}/answer", { params: { path: { id } }, body: answer }));
const again = must(await client.POST("/tasks/{id}/answer", { params: { path: { id } }, body: answer }));
const late = await client.POST("/tasks/{id}/heartbeat", { params: { path: { id } }, body: { attempt } });
console.log(
  JSON.stringify({ system: system.key, step: task.step, answered, again: again.repeated, problem: late.error?.type }),
);
