import type { ObjectModel, WorkspaceModel } from "#engine";
import type { DerivedStore } from "../../ports/derived-store.ts";
import type { WayBack } from "./derived-fields.ts";

/** Links read at once. */
export const LINK_PAGE = 100;

export interface Reader {
  readonly object: ObjectModel;
  readonly id: string;
}

/** Records whose derived values depend on a record, found by following links backwards. */
export async function* readersOf(
  derivedStore: DerivedStore,
  model: WorkspaceModel,
  { way, id }: { readonly way: WayBack["hops"]; readonly id: string },
): AsyncGenerator<Reader> {
  const [hop, ...others] = way;
  if (!hop) return;
  let after: string | undefined;
  do {
    const page = await derivedStore.links(model.workspace.id, {
      objectId: hop.object.id,
      fieldId: hop.field.id,
      target: id,
      limit: LINK_PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const { member } of page) {
      if (others.length === 0) yield { object: hop.object, id: member };
      else yield* readersOf(derivedStore, model, { way: others, id: member });
    }
    after = page.length < LINK_PAGE ? undefined : page.at(-1)?.member;
  } while (after !== undefined);
}
