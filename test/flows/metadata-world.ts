import { expect } from "vitest";
import type { Client, Seen } from "./api-under-test.ts";

/** The body of a document, as far as tests look into it. */
export interface DocumentBody {
  readonly [key: string]: unknown;
  readonly fields: readonly Field[];
}
interface Field {
  readonly [key: string]: unknown;
  readonly id?: string;
  readonly apiName: string;
  readonly type: string;
}

/** What publishing the draft would do. */
export interface Plan {
  readonly id: string;
  readonly changes: readonly {
    readonly path: string;
    readonly class: string;
    readonly affected: number;
    readonly samples: readonly { readonly name: string; readonly value?: string }[];
    readonly groups: readonly { readonly value: string; readonly count: number }[];
    readonly usedBy: readonly { readonly kind: string; readonly apiName: string; readonly pointer: string }[];
  }[];
  readonly automatic: readonly {
    readonly kind: string;
    readonly apiName: string;
    readonly pointer: string;
  }[];
  readonly access: readonly unknown[];
  readonly refused: readonly { readonly code: string; readonly pointer: string }[];
}

export const label = (text: string) => ({ "zh-CN": text, en: text });

/** The body with one field changed. */
export function withField(body: DocumentBody, name: string, change: object): DocumentBody {
  return { ...body, fields: body.fields.map((one) => (one.apiName === name ? { ...one, ...change } : one)) };
}

/** An object with a title and the given fields. */
export function objectOf(apiName: string, ...fields: readonly object[]) {
  const title = { apiName: "title", type: "text", label: label("标题") };
  return {
    ...{ apiName, label: label(apiName), pluralLabel: label(apiName), nameField: "title" },
    fields: [title, ...fields],
  };
}

/** An admin's work on drafts, plans and versions, and on the records that they are about. */
export class MetadataWorld {
  readonly #admin: Client;

  constructor(admin: Client) {
    this.#admin = admin;
  }

  /** Puts a document into the draft; the answer may be a refusal. */
  put(kind: string, apiName: string, body: unknown): Promise<Seen> {
    return this.#admin.send("PUT", `/metadata/draft/${kind}/${apiName}`, { body });
  }

  /** Puts a document into the draft, which must take it. */
  async saved(kind: string, apiName: string, body: unknown): Promise<void> {
    const answer = await this.put(kind, apiName, body);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
  }

  /** Takes the document's change out of the draft. */
  drop(kind: string, name: string): Promise<Seen> {
    return this.#admin.send("DELETE", `/metadata/draft/${kind}/${name}?discard=true`);
  }

  async planned(): Promise<Plan> {
    const answer = await this.#admin.post("/metadata/plan", {});
    expect(answer.status).toBe(200);
    return answer.body as unknown as Plan;
  }

  /** Publishes the draft, of which nothing may be refused. */
  async publish(): Promise<Plan> {
    const plan = await this.planned();
    expect(plan.refused).toEqual([]);
    const answer = await this.#admin.post("/metadata/publish", { plan: plan.id });
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    return plan;
  }

  /** The document as it is published. */
  async document(kind: string, apiName: string): Promise<DocumentBody> {
    const { body } = await this.#admin.get("/metadata");
    const documents = body["documents"] as { kind: string; apiName: string; body: DocumentBody }[];
    const found = documents.find((one) => one.kind === kind && one.apiName === apiName);
    if (!found) throw new Error(`${kind} ${apiName} is published`);
    return found.body;
  }

  async create(object: string, values: object): Promise<string> {
    const made = await this.#admin.post(`/objects/${object}/records`, { values });
    expect([made.status, made.text]).toEqual([201, made.text]);
    return made.body.id;
  }

  async valuesOf(object: string, id: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#admin.get(`/objects/${object}/records/${id}`)).body.values;
  }
}
