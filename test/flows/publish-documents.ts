import type { Client } from "./api-under-test.ts";

/** Puts documents into the draft and publishes them, as an admin would. */
export async function publishDocuments(
  admin: Client,
  documents: readonly { readonly kind: string; readonly body: { readonly apiName: string } }[],
): Promise<void> {
  for (const { kind, body } of documents) {
    const saved = await admin.send("PUT", `/metadata/draft/${kind}/${body.apiName}`, { body });
    if (saved.status !== 200) throw new Error(`${body.apiName}: ${saved.text}`);
  }
  const plan = await admin.post("/metadata/plan", {});
  const published = await admin.post("/metadata/publish", { plan: plan.body.id });
  if (published.status !== 200) throw new Error(`${plan.text}\n${published.text}`);
}
