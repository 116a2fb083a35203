import type { NewFile } from "./new-file.ts";

/** A step that works from the first minute: it goes on and keeps the text of its one setting in the run's history. */
export function nodeTypeFiles(name: string, words: string): NewFile[] {
  const folder = `schema-engine/node-types/${name}`;
  return [
    { path: `${folder}/index.ts`, text: definition(name, words) },
    { path: `${folder}/samples.ts`, text: samples },
    { path: `${folder}/README.md`, text: readme(name, words) },
  ];
}

const definition = (
  name: string,
  words: string,
) => `import { defineNodeType } from "../../contract/node-type.ts";
import { bilingual } from "../../shared/locale.ts";

interface Settings {
  /** Text kept in the run's history, 0–200 characters. */
  readonly note: string;
}

export default defineNodeType<Settings>({
  name: "${name}",
  label: bilingual("${words}", "${words}"),
  description: bilingual("${words}", "${words}"),
  icon: "shapes",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: {
      note: { type: "string", maxLength: 200, title: "Note", "x-label": bilingual("备注", "Note") },
    },
    required: ["note"],
    additionalProperties: false,
  },
  defaultSettings: { note: "" },
  outputs: () => [{ name: "default", label: bilingual("下一步", "Next") }],
  expressions: () => [],
  references: () => [],
  decide: (_input, { note }) => ({ kind: "continue", output: "default", effects: [], result: { note } }),
});
`;

const samples = `import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "goes on and keeps its note",
      settings: { note: "checked" },
      input: inputFor({}),
      outcome: { kind: "continue", output: "default", effects: [], result: { note: "checked" } },
    },
  ],
  badSettings: [{}, { note: 5 }, { note: "", unknown: 1 }],
};
`;

const readme = (name: string, words: string) => `# ${name}

${words}: say here what the step does, what its outputs mean and which effects it asks for.

\`decide\` is pure: it returns effects as data and never carries them out. Change it and \`samples.ts\` together; the laws in
\`test/laws\` hold for it already. The studio makes the settings form from \`settingsSchema\`; only when that is not enough,
add \`Card.vue\` or \`Settings.vue\` in \`studio/src/nodes/${name}/\`.
`;
