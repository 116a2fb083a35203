import { table } from "#infra/topology.ts";

/** Stage whose physical names carry no suffix. */
export const plainStage = "production";

/**
 * Physical name of a thing from the topology, for example `tessera-send-mail` or, in stage `test`, `tessera-test-send-mail`.
 * Names are fixed because the topology says what exists exactly once, and people look for these names when an alarm rings.
 */
export function physicalName(stage: string, name: string): string {
  return `${productName(stage)}-${name}`;
}

/** Physical name of the table and the bus: `tessera`, or `tessera-test` in stage `test`. */
export function productName(stage: string): string {
  return stage === plainStage ? table.name : `${table.name}-${stage}`;
}

/** Construct id from a topology name: `send-mail` → `SendMail`. */
export function constructId(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
