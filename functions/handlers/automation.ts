import type { SQSHandler } from "aws-lambda";
import { composeAutomation } from "../compose/automation.ts";
import { handleEvent } from "../operations/runs/handle-event.ts";
import { eachDetail } from "../queue-batch.ts";

const ports = composeAutomation();

/** Runs workflows and journeys on events and timers. */
export const handler: SQSHandler = (event) =>
  eachDetail(event, ports.logger, (one: Parameters<typeof handleEvent>[1]) => handleEvent(ports, one));
