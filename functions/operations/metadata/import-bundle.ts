import {
  assignIds,
  checkDocument,
  failure,
  invalid,
  metadataKind,
  success,
  under,
  type MetadataDocument,
  type Problem,
  type Result,
} from "#engine";
import type { Ids } from "../../ports/ids.ts";
import { loadCandidate } from "./load-candidate.ts";
import { planPublish, type PlannedPublish, type PlanPorts, type PublishPlan } from "./plan-publish.ts";
import { publishPlanned, type PublishPorts } from "./publish-draft.ts";
import type { Publication } from "./start-builds.ts";

/** Documents as files hold them. */
export interface MetadataBundle {
  readonly documents: readonly { readonly kind: string; readonly body: unknown }[];
  /** Whether published documents that the bundle lacks go away. */
  readonly prune: boolean;
}

type Body = Readonly<Record<string, unknown>>;
type Named = Body & { readonly id: string; readonly apiName: string };

/** What publishing the bundle would do; working copies are left out of it and stay as they are. */
export async function planBundle(
  ports: PlanPorts & { readonly ids: Ids },
  workspace: string,
  bundle: MetadataBundle,
): Promise<Result<PublishPlan>> {
  const planned = await plannedBundle(ports, workspace, bundle);
  return planned.ok ? success(planned.value.plan) : planned;
}

/** Publishes the bundle as one version, if the plan is still the one that was seen; null: nobody looked at one. */
export async function applyBundle(
  ports: PublishPorts,
  request: {
    readonly workspace: string;
    readonly userId: string;
    readonly plan: string | null;
    readonly note: string;
    readonly bundle: MetadataBundle;
  },
): Promise<Result<Publication>> {
  const planned = await plannedBundle(ports, request.workspace, request.bundle);
  return planned.ok ? publishPlanned(ports, request, planned.value) : planned;
}

async function plannedBundle(
  ports: PlanPorts & { readonly ids: Ids },
  workspace: string,
  bundle: MetadataBundle,
): Promise<Result<PlannedPublish>> {
  const problems = [...shapeProblems(bundle), ...repeated(bundle)];
  if (problems.length > 0) return failure(...problems);
  const loaded = await loadCandidate(ports.metadataStore, workspace);
  const documents = bundleDocuments(ports.ids, loaded?.published ?? [], bundle);
  const planned = await planPublish(ports, workspace, documents);
  if (!planned.ok) return planned;
  const { plan } = planned.value;
  const id = ports.signer.sign("bundle-plan", JSON.stringify([plan.id, bundle]));
  return success({ ...planned.value, plan: { ...plan, id } });
}

/** The whole that would be published: each document takes the place of its namesake, or of the one whose id it has. */
export function bundleDocuments(
  ids: Pick<Ids, "element">,
  published: readonly MetadataDocument[],
  { documents, prune }: MetadataBundle,
): readonly MetadataDocument[] {
  const taken = new Set(published.map((one) => one.id));
  const replaced = new Set<string>();
  const made = documents.map(({ kind, body }): MetadataDocument => {
    const sent = body as Body;
    const previous = predecessor(published, kind, sent);
    if (previous) replaced.add(`${kind}/${previous.id}`);
    const known = identified(sent, previous);
    const full = assignIds(
      kind,
      { body: known, previous: (previous?.body ?? null) as Body | null },
      { newId: () => ids.element(), taken: new Set([...taken].filter((id) => id !== previous?.id)) },
    ) as Named;
    taken.add(full.id);
    return { kind, id: full.id, apiName: full.apiName, body: full };
  });
  const kept = prune ? [] : published.filter((one) => !replaced.has(`${one.kind}/${one.id}`));
  return [...kept, ...made];
}

function predecessor(
  published: readonly MetadataDocument[],
  kind: string,
  { id, apiName }: Body,
): MetadataDocument | undefined {
  const ofKind = published.filter((one) => one.kind === kind);
  return ofKind.find((one) => one.id === id) ?? ofKind.find((one) => one.apiName === apiName);
}

/** Ids of another workspace mean nothing here: those the predecessor does not have are dropped, and names decide. */
function identified(body: Body, previous: MetadataDocument | undefined): Body {
  const known = new Set(previous ? idsIn(previous.body) : []);
  return withoutForeign(body, known) as Body;
}

function idsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => (key === "id" ? [child] : idsIn(child)));
}

function withoutForeign(value: unknown, known: ReadonlySet<unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutForeign(one, known));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      key === "id" && !known.has(child) ? [] : [[key, withoutForeign(child, known)]],
    ),
  );
}

function shapeProblems({ documents }: MetadataBundle): readonly Problem[] {
  return documents.flatMap(({ kind, body }, at) => {
    const problems = metadataKind(kind) ? checkDocument(kind, body) : [unknownKind(kind)];
    return problems.map((one) => under(`/documents/${at}/body`, one));
  });
}

function repeated({ documents }: MetadataBundle): readonly Problem[] {
  const seen = new Set<string>();
  return documents.flatMap(({ kind, body }, at) => {
    const name = String((body as Body | null)?.["apiName"]);
    const key = `${kind}/${name}`;
    const again = seen.has(key);
    seen.add(key);
    const text = {
      "zh-CN": `“${key}”在包中出现了两次。`,
      en: `“${key}” is in the bundle twice.`,
    };
    return again ? [invalid(`/documents/${at}`, "duplicate_name", text)] : [];
  });
}

function unknownKind(kind: string): Problem {
  return invalid("", "unknown_kind", {
    "zh-CN": `没有“${kind.slice(0, 80)}”这种元数据。`,
    en: `There is no metadata of kind “${kind.slice(0, 80)}”.`,
  });
}
