import type { HiddenInView, ViewDefinition } from "#engine";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { call, get, idempotencyKey, post } from "./http.ts";

/** A view the caller keeps for themselves, as `GET /views` gives it. */
export interface OwnView {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly view: ViewDefinition;
  readonly hidden: HiddenInView;
}

/** Favourites, and the order of tabs by object; keys are `object/apiName` of shared views and ids of own ones. */
export interface ViewPreferences {
  readonly favourites: readonly string[];
  readonly order: Readonly<Record<string, readonly string[]>>;
}

interface ViewsAnswer {
  readonly items: readonly OwnView[];
  readonly preferences: ViewPreferences;
}

const key = ["views"];

/** The caller's own views, and how all views are arranged for them. */
export function useOwnViews() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<ViewsAnswer>("/views", {}, signal),
    staleTime: 60_000,
  });
}

/** The ways to change them; what is shown follows at once. */
export function useChangeViews() {
  const client = useQueryClient();
  const put = (change: (before: ViewsAnswer) => ViewsAnswer) =>
    client.setQueryData<ViewsAnswer>(key, (before) => before && change(before));

  return {
    async create(view: ViewDefinition): Promise<OwnView> {
      const made = await post<OwnView>("/views", view, { headers: idempotencyKey() });
      put((before) => ({ ...before, items: [...before.items, made] }));
      return made;
    },
    async update(own: OwnView, view: ViewDefinition): Promise<void> {
      const headers = { "If-Match": `"${String(own.version)}"` };
      const { body } = await call<OwnView>(`/views/${own.id}`, { method: "PUT", body: view, headers });
      put((before) => ({
        ...before,
        items: before.items.map((one) => (one.id === own.id ? body : one)),
      }));
    },
    async remove(own: OwnView): Promise<void> {
      await call(`/views/${own.id}`, { method: "DELETE" });
      put((before) => ({ ...before, items: before.items.filter((one) => one.id !== own.id) }));
    },
    async arrange(preferences: ViewPreferences): Promise<void> {
      put((before) => ({ ...before, preferences }));
      try {
        await call("/views:arrange", { method: "PUT", body: preferences });
      } catch (error) {
        await client.invalidateQueries({ queryKey: key });
        throw error;
      }
    },
  };
}
