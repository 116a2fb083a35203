// Written by `npm run generate`; do not edit.
import type { DocumentFile } from "../template.ts";
import objectCampaign from "./object/campaign.json" with { type: "json" };
import pipelineCampaignPipeline from "./pipeline/campaign_pipeline.json" with { type: "json" };
import ruleCampaignEndsAfterStart from "./rule/campaign_ends_after_start.json" with { type: "json" };
import layoutCampaignPage from "./layout/campaign_page.json" with { type: "json" };
import viewCampaignAll from "./view/campaign_all.json" with { type: "json" };
import viewCampaignBoard from "./view/campaign_board.json" with { type: "json" };
import viewCampaignCalendar from "./view/campaign_calendar.json" with { type: "json" };
import appMarketing from "./app/marketing.json" with { type: "json" };
import templateCaseStudy from "./template/case_study.json" with { type: "json" };
import templateVisitThanks from "./template/visit_thanks.json" with { type: "json" };
import templateWelcome from "./template/welcome.json" with { type: "json" };
import roleMarketer from "./role/marketer.json" with { type: "json" };

/** Every document of this folder. */
export const documents: readonly DocumentFile[] = [
  { kind: "object", file: objectCampaign },
  { kind: "pipeline", file: pipelineCampaignPipeline },
  { kind: "rule", file: ruleCampaignEndsAfterStart },
  { kind: "layout", file: layoutCampaignPage },
  { kind: "view", file: viewCampaignAll },
  { kind: "view", file: viewCampaignBoard },
  { kind: "view", file: viewCampaignCalendar },
  { kind: "app", file: appMarketing },
  { kind: "template", file: templateCaseStudy },
  { kind: "template", file: templateVisitThanks },
  { kind: "template", file: templateWelcome },
  { kind: "role", file: roleMarketer },
];
