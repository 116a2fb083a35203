import { expect, it } from "vitest";
import { actionsOf, type JobInfo } from "./jobs-api.ts";

const job = (more: Partial<JobInfo>): JobInfo => ({
  ...{ id: "1", kind: "index-build", state: "running", progress: 0, counts: {}, errors: [] },
  ...{ createdAt: "", updatedAt: "", rate: null, etaSeconds: null, ...more },
});

it("offers what the state of a job allows", () => {
  expect(actionsOf(job({}))).toEqual(["pause", "cancel"]);
  expect(actionsOf(job({ state: "paused" }))).toEqual(["resume", "cancel"]);
  expect(actionsOf(job({ state: "failed" }))).toEqual(["retry"]);
  expect(actionsOf(job({ state: "done" }))).toEqual([]);
  expect(actionsOf(job({ state: "done", kind: "convert", counts: { errors: 3 } }))).toEqual(["retry"]);
});
