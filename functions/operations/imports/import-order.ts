import { targetOf, type WorkspaceModel } from "#engine";

/** Files in an order in which links point to records that are there: an object after those its relations refer to. */
export function importOrder<File extends { readonly object: string }>(
  model: WorkspaceModel,
  files: readonly File[],
): readonly File[] {
  const depths = new Map(files.map((file) => [file.object, depthOf(model, file.object, [])]));
  return [...files].sort((a, b) => (depths.get(a.object) ?? 0) - (depths.get(b.object) ?? 0));
}

function depthOf(model: WorkspaceModel, object: string, path: readonly string[]): number {
  if (path.includes(object)) return 0;
  const targets = (model.objects.get(object)?.fields ?? []).map(targetOf).filter((name) => name !== null);
  return targets.reduce((deepest, name) => Math.max(deepest, depthOf(model, name, [...path, object]) + 1), 0);
}
