import { expect, it } from "vitest";
import { actionsOf, canBeUndone, type JobInfo } from "./jobs-api.ts";

const job = (more: Partial<JobInfo>): JobInfo => ({
  ...{ id: "1", kind: "index-build", state: "running", progress: 0, counts: {}, errors: [] },
  ...{ createdAt: "", updatedAt: "", rate: null, etaSeconds: null, undo: null, ...more },
});

it("offers what the state of a job allows", () => {
  expect(actionsOf(job({}))).toEqual(["pause", "cancel"]);
  expect(actionsOf(job({ state: "paused" }))).toEqual(["resume", "cancel"]);
  expect(actionsOf(job({ state: "failed" }))).toEqual(["retry"]);
  expect(actionsOf(job({ state: "done" }))).toEqual([]);
  expect(actionsOf(job({ state: "done", kind: "convert", counts: { errors: 3 } }))).toEqual(["retry"]);
});

it("offers to undo what is over and was not undone", () => {
  const undo = { until: "2026-12-01T00:00:00.000Z", job: null };
  expect(canBeUndone(job({ state: "done", undo }))).toBe(true);
  expect(canBeUndone(job({ state: "running", undo }))).toBe(false);
  expect(canBeUndone(job({ state: "done", undo: { ...undo, job: "2" } }))).toBe(false);
  expect(canBeUndone(job({ state: "done" }))).toBe(false);
});
