import ui from "@nuxt/ui/vue-plugin";
import { QueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import App from "./App.vue";
import { ApiError } from "./api/api-error.ts";
import { startI18n } from "./i18n/i18n.ts";
import { createStudioRouter } from "./router.ts";
import "./styles.css";

const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 15_000, retry: worthRetrying, refetchOnWindowFocus: true } },
});

const router = createStudioRouter();
const i18n = await startI18n();
createApp(App).use(router).use(i18n).use(VueQueryPlugin, { queryClient }).use(ui).mount("#app");

/** Refusals stay refusals; outages and broken connections get two more tries. */
function worthRetrying(failures: number, error: unknown): boolean {
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return !refused && failures < 2;
}
