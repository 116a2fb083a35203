/** One kind of plug-in folder and the lists that are generated from it. */
export interface PlugIn {
  /** Folder of the folders, relative to the repository. */
  readonly folder: string;
  /** Name of the exported list. */
  readonly list: string;
  /** Name of the contract's type. */
  readonly type: string;
  /** Name of the type that `samples.ts` fills. */
  readonly samplesType: string;
  /** The contract's file, as seen from the registry. */
  readonly contract: string;
  /** Ending of the local names, so that a folder named like a reserved word still has an identifier. */
  readonly suffix: string;
}

/** Field types and node types, the two concepts that have one folder each. */
export const plugIns = {
  "field-type": {
    folder: "schema-engine/field-types",
    list: "fieldTypes",
    type: "FieldType",
    samplesType: "FieldTypeSamples",
    contract: "../contract/field-type.ts",
    suffix: "Field",
  },
  "node-type": {
    folder: "schema-engine/node-types",
    list: "nodeTypes",
    type: "NodeType",
    samplesType: "NodeTypeSamples",
    contract: "../contract/node-type.ts",
    suffix: "Node",
  },
} as const satisfies Record<string, PlugIn>;

const notice = "// Written by `npm run generate`; do not edit.\n";

/**
 * Text of a `registry.ts`: every type's definition in one list, ordered by folder name.
 * @param names folder names, in any order
 */
export function registryText(plugIn: PlugIn, names: readonly string[]): string {
  const sorted = inOrder(names);
  const imports = sorted.map((name) => `import ${identifier(name, plugIn)} from "./${name}/index.ts";\n`);
  const entries = sorted.map((name) => `  ${identifier(name, plugIn)},\n`);
  return (
    notice +
    `import type { ${plugIn.type} } from "${plugIn.contract}";\n` +
    imports.join("") +
    "\n" +
    `/** Every ${plugIn.folder.replace("schema-engine/", "").replace("-types", " type")}, ordered by name. */\n` +
    `export const ${plugIn.list}: readonly ${plugIn.type}[] = [\n${entries.join("")}];\n`
  );
}

/**
 * Text of the list that the laws walk: each type with the samples in its folder.
 * @param names folder names per kind, in any order
 */
export function samplesText(names: Readonly<Record<keyof typeof plugIns, readonly string[]>>): string {
  const kinds = Object.values(plugIns);
  const imports = Object.entries(plugIns).flatMap(([kind, plugIn]) =>
    inOrder(names[kind as keyof typeof plugIns]).flatMap((name) => {
      const from = `#engine/${plugIn.folder.replace("schema-engine/", "")}/${name}`;
      const local = identifier(name, plugIn);
      return [
        `import ${local} from "${from}/index.ts";\n`,
        `import { samples as ${local}Samples } from "${from}/samples.ts";\n`,
      ];
    }),
  );
  const lists = Object.entries(plugIns).map(([kind, plugIn]) => {
    const entries = inOrder(names[kind as keyof typeof plugIns]).map((name) => {
      const local = identifier(name, plugIn);
      return `  { type: ${local}, samples: ${local}Samples },\n`;
    });
    const shape = `readonly { readonly type: ${plugIn.type}; readonly samples: ${plugIn.samplesType} }[]`;
    return `export const ${plugIn.list.replace("Types", "TypeSamples")}: ${shape} = [\n${entries.join("")}];\n`;
  });
  return (
    notice +
    kinds
      .map(({ type, contract }) => `import type { ${type} } from "${contract.replace("..", "#engine")}";\n`)
      .join("") +
    `import type { ${kinds.map(({ samplesType }) => samplesType).join(", ")} } from "#engine/contract/samples.ts";\n` +
    imports.join("") +
    "\n" +
    lists.join("\n")
  );
}

/** Order that does not depend on the machine's language. */
function inOrder(names: readonly string[]): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function identifier(name: string, { suffix }: PlugIn): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) + suffix;
}
