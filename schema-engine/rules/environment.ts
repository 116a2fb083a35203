import type { ObjectModel, WorkspaceSettings } from "../contract/model.ts";
import { celEnvironments, withRelated, type CelEnvironments } from "./cel-environment.ts";
import type { ExpressionEnvironment } from "./expression-environment.ts";

const environments = new WeakMap<ObjectModel, ExpressionEnvironment>();

/** The environment of expressions about records of this object; one per model, so that it is built once. */
export function environmentOf(object: ObjectModel, workspace: WorkspaceSettings): ExpressionEnvironment {
  const known = environments.get(object);
  if (known) return known;
  const made = { fields: object.fields, timeZone: workspace.timeZone };
  environments.set(object, made);
  return made;
}

const languages = new WeakMap<ExpressionEnvironment, CelEnvironments>();

/** The expression engine's own environments, built at the first use. */
export function languageOf(environment: ExpressionEnvironment): CelEnvironments {
  const known = languages.get(environment);
  if (known) return known;
  const { base, related } = environment;
  const made = base && related ? withRelated(languageOf(base), related) : celEnvironments(environment);
  languages.set(environment, made);
  return made;
}
