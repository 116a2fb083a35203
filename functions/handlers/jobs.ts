import type { SQSHandler } from "aws-lambda";
import type { EventEnvelope } from "#engine";
import { composeJobs } from "../compose/jobs.ts";
import { runJob } from "../operations/jobs/run-job.ts";
import { eachDetail } from "../queue-batch.ts";

const ports = composeJobs();

/** Runs background jobs. */
export const handler: SQSHandler = (event) =>
  eachDetail(event, ports.logger, (one: EventEnvelope) => runJob(ports, one));
