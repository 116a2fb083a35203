// Written by `npm run generate`; do not edit.
import type { DocumentFile } from "../template.ts";
import objectArticle from "./object/article.json" with { type: "json" };
import objectTicket from "./object/ticket.json" with { type: "json" };
import pipelineTicketPipeline from "./pipeline/ticket_pipeline.json" with { type: "json" };
import layoutArticlePage from "./layout/article_page.json" with { type: "json" };
import layoutTicketPage from "./layout/ticket_page.json" with { type: "json" };
import viewArticleAll from "./view/article_all.json" with { type: "json" };
import viewArticleBoard from "./view/article_board.json" with { type: "json" };
import viewArticlePublished from "./view/article_published.json" with { type: "json" };
import viewTicketAll from "./view/ticket_all.json" with { type: "json" };
import viewTicketBoard from "./view/ticket_board.json" with { type: "json" };
import viewTicketOpen from "./view/ticket_open.json" with { type: "json" };
import appService from "./app/service.json" with { type: "json" };
import roleServiceAgent from "./role/service_agent.json" with { type: "json" };

/** Every document of this folder. */
export const documents: readonly DocumentFile[] = [
  { kind: "object", file: objectArticle },
  { kind: "object", file: objectTicket },
  { kind: "pipeline", file: pipelineTicketPipeline },
  { kind: "layout", file: layoutArticlePage },
  { kind: "layout", file: layoutTicketPage },
  { kind: "view", file: viewArticleAll },
  { kind: "view", file: viewArticleBoard },
  { kind: "view", file: viewArticlePublished },
  { kind: "view", file: viewTicketAll },
  { kind: "view", file: viewTicketBoard },
  { kind: "view", file: viewTicketOpen },
  { kind: "app", file: appService },
  { kind: "role", file: roleServiceAgent },
];
