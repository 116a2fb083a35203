import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ui from "@nuxt/ui/vite";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { objectIcons } from "./src/ui/object-icons.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Icons named in data rather than in a template, which the scan of the sources cannot find. */
const namedIcons = [...objectIcons, ...iconsOf("field-types"), ...iconsOf("node-types")];

const solidHover = ["primary", "error"].map((color) => ({
  color: color as "primary",
  variant: "solid" as const,
  class: `hover:bg-${color}/92 active:bg-${color}/92 disabled:bg-${color} aria-disabled:bg-${color}`,
}));

/** API of a running `npm start`, for `vite dev` only. */
const server = process.env["TESSERA_ORIGIN"] ?? "http://127.0.0.1:4000";

export default defineConfig({
  root: here("."),
  plugins: [
    vue(),
    ui({
      root: here("."),
      ui: {
        colors: { primary: "indigo", neutral: "zinc" },
        // The library's hover fades a solid button to 75 per cent, which is too pale for its text.
        button: { compoundVariants: solidHover },
      },
      icon: {
        clientBundle: {
          icons: [...new Set(namedIcons)].map((name) => `lucide:${name}`),
          scan: { globInclude: ["src/**/*.{vue,ts}"] },
          sizeLimitKb: 512,
        },
      },
    }),
  ],
  resolve: {
    alias: {
      // JSON Forms imports Ajv at the top, though it is never used: validation is the engine's own (CSP forbids eval).
      "ajv-formats": here("./src/forms/no-ajv-formats.ts"),
      ajv: here("./src/forms/no-ajv.ts"),
    },
  },
  define: { __VUE_I18N_LEGACY_API__: "false", __INTLIFY_PROD_DEVTOOLS__: "false" },
  build: { outDir: here("./dist"), emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 900 },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(["/api", "/oidc", "/config.json"].map((path) => [path, server])),
  },
});

/** Icons that the definitions in a folder of the engine name. */
function iconsOf(folder: string): string[] {
  const types = readdirSync(here(`../schema-engine/${folder}`), { withFileTypes: true });
  return types
    .filter((entry) => entry.isDirectory())
    .map((entry) => readFileSync(here(`../schema-engine/${folder}/${entry.name}/index.ts`), "utf8"))
    .flatMap((source) => /icon: "([a-z0-9-]+)"/.exec(source)?.[1] ?? []);
}
