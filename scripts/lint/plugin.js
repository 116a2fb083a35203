import { fileName, noBarrel, noDefaultExport } from "./names.js";
import { noChance, noClock, noFetch, noKeyMaterial, noTimer } from "./purity.js";
import { noTypeName } from "./type-name.js";

/** The house rules that no published plug-in knows; `eslint.config.js` says where each one holds. */
export const tessera = {
  meta: { name: "tessera" },
  rules: {
    "file-name": fileName,
    "no-barrel": noBarrel,
    "no-default-export": noDefaultExport,
    "no-clock": noClock,
    "no-chance": noChance,
    "no-key-material": noKeyMaterial,
    "no-timer": noTimer,
    "no-fetch": noFetch,
    "no-type-name": noTypeName,
  },
};
