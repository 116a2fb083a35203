import { workspaceKey, type ItemKey } from "./keys.ts";

function part(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("#", "%23");
}

export const fileKey = (workspace: string, id: string): ItemKey => ({
  pk: `${workspaceKey(workspace)}#file#${part(id)}`,
  sk: "F",
});

/** Files of all workspaces that somebody will look at, by the time; few at any time. */
export const DUE_FILES = "~due-files";
export const dueFileKey = (due: string, workspace: string, id: string): ItemKey => ({
  pk: DUE_FILES,
  sk: `${due}#${workspaceKey(workspace)}#${part(id)}`,
});

/** Who saw clear values of a record, by time. */
export const disclosuresOf = (workspace: string, object: string, id: string): string =>
  `${workspaceKey(workspace)}#disclosures#${part(object)}#${part(id)}`;
