import { expect, it } from "vitest";
import { adapt, firstThrottle, restAfter } from "./throttle.ts";

it("gives way when reads get slower, down to a quarter of the time, and comes back when they do not", () => {
  let throttle = firstThrottle;
  for (let times = 0; times < 20; times += 1) throttle = adapt(throttle, { quietMs: 4, busyMs: 12 });
  expect(throttle.share).toBe(0.25);
  for (let times = 0; times < 20; times += 1) throttle = adapt(throttle, { quietMs: 4, busyMs: 5 });
  expect(throttle.share).toBe(1);
});

it("rests so that work takes the share of the time it may", () => {
  expect(restAfter(100, 0.25)).toBe(300);
  expect(restAfter(100, 1)).toBe(0);
});
