import { useQuery, useQueryClient } from "@tanstack/vue-query";
import type { NotificationsAnswer } from "./answers.ts";
import { call, get } from "./http.ts";

const key = ["notifications"];
const POLL_MS = 20_000;

/** The caller's latest notifications. */
export function useNotifications() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<NotificationsAnswer>("/notifications", { limit: 20 }, signal),
    refetchInterval: POLL_MS,
  });
}

/** Marks one as read. */
export function useMarkRead(): (id: string) => Promise<void> {
  const client = useQueryClient();
  return async (id) => {
    await call(`/notifications/${encodeURIComponent(id)}:read`, { method: "POST", body: {} });
    await client.invalidateQueries({ queryKey: key });
  };
}
