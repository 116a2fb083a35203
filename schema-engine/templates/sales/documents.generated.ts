// Written by `npm run generate`; do not edit.
import type { DocumentFile } from "../template.ts";
import optionSetLeadSource from "./optionSet/lead_source.json" with { type: "json" };
import objectAccount from "./object/account.json" with { type: "json" };
import objectActivity from "./object/activity.json" with { type: "json" };
import objectContact from "./object/contact.json" with { type: "json" };
import objectContract from "./object/contract.json" with { type: "json" };
import objectDeal from "./object/deal.json" with { type: "json" };
import objectDealContact from "./object/deal_contact.json" with { type: "json" };
import objectLead from "./object/lead.json" with { type: "json" };
import objectPayment from "./object/payment.json" with { type: "json" };
import objectProduct from "./object/product.json" with { type: "json" };
import objectQuote from "./object/quote.json" with { type: "json" };
import objectQuoteLine from "./object/quote_line.json" with { type: "json" };
import objectTask from "./object/task.json" with { type: "json" };
import pipelineContractPipeline from "./pipeline/contract_pipeline.json" with { type: "json" };
import pipelineLeadPipeline from "./pipeline/lead_pipeline.json" with { type: "json" };
import pipelineQuotePipeline from "./pipeline/quote_pipeline.json" with { type: "json" };
import pipelineSalesPipeline from "./pipeline/sales_pipeline.json" with { type: "json" };
import ruleContractEndsAfterStart from "./rule/contract_ends_after_start.json" with { type: "json" };
import ruleDealAmountNotNegative from "./rule/deal_amount_not_negative.json" with { type: "json" };
import rulePaymentAmountPositive from "./rule/payment_amount_positive.json" with { type: "json" };
import ruleQuoteLineQuantityPositive from "./rule/quote_line_quantity_positive.json" with { type: "json" };
import duplicateRuleAccountContactData from "./duplicateRule/account_contact_data.json" with { type: "json" };
import duplicateRuleAccountName from "./duplicateRule/account_name.json" with { type: "json" };
import duplicateRuleContactEmail from "./duplicateRule/contact_email.json" with { type: "json" };
import duplicateRuleContactNamePhone from "./duplicateRule/contact_name_phone.json" with { type: "json" };
import duplicateRuleLeadContactData from "./duplicateRule/lead_contact_data.json" with { type: "json" };
import layoutAccountCard from "./layout/account_card.json" with { type: "json" };
import layoutAccountPage from "./layout/account_page.json" with { type: "json" };
import layoutActivityPage from "./layout/activity_page.json" with { type: "json" };
import layoutContactCard from "./layout/contact_card.json" with { type: "json" };
import layoutContactPage from "./layout/contact_page.json" with { type: "json" };
import layoutContractPage from "./layout/contract_page.json" with { type: "json" };
import layoutDealCard from "./layout/deal_card.json" with { type: "json" };
import layoutDealContactPage from "./layout/deal_contact_page.json" with { type: "json" };
import layoutDealPage from "./layout/deal_page.json" with { type: "json" };
import layoutLeadPage from "./layout/lead_page.json" with { type: "json" };
import layoutPaymentPage from "./layout/payment_page.json" with { type: "json" };
import layoutProductPage from "./layout/product_page.json" with { type: "json" };
import layoutQuoteLinePage from "./layout/quote_line_page.json" with { type: "json" };
import layoutQuotePage from "./layout/quote_page.json" with { type: "json" };
import layoutTaskPage from "./layout/task_page.json" with { type: "json" };
import viewAccountAll from "./view/account_all.json" with { type: "json" };
import viewAccountHighValue from "./view/account_high_value.json" with { type: "json" };
import viewActivityAll from "./view/activity_all.json" with { type: "json" };
import viewActivityCalendar from "./view/activity_calendar.json" with { type: "json" };
import viewContactAll from "./view/contact_all.json" with { type: "json" };
import viewContractActive from "./view/contract_active.json" with { type: "json" };
import viewContractAll from "./view/contract_all.json" with { type: "json" };
import viewContractBoard from "./view/contract_board.json" with { type: "json" };
import viewDealAll from "./view/deal_all.json" with { type: "json" };
import viewDealBoard from "./view/deal_board.json" with { type: "json" };
import viewDealContactAll from "./view/deal_contact_all.json" with { type: "json" };
import viewDealOpen from "./view/deal_open.json" with { type: "json" };
import viewLeadAll from "./view/lead_all.json" with { type: "json" };
import viewLeadBoard from "./view/lead_board.json" with { type: "json" };
import viewLeadOpen from "./view/lead_open.json" with { type: "json" };
import viewPaymentAll from "./view/payment_all.json" with { type: "json" };
import viewPaymentCalendar from "./view/payment_calendar.json" with { type: "json" };
import viewPaymentPlan from "./view/payment_plan.json" with { type: "json" };
import viewProductAll from "./view/product_all.json" with { type: "json" };
import viewProductOnSale from "./view/product_on_sale.json" with { type: "json" };
import viewQuoteAll from "./view/quote_all.json" with { type: "json" };
import viewQuoteBoard from "./view/quote_board.json" with { type: "json" };
import viewQuoteLineAll from "./view/quote_line_all.json" with { type: "json" };
import viewQuoteOpen from "./view/quote_open.json" with { type: "json" };
import viewTaskAll from "./view/task_all.json" with { type: "json" };
import viewTaskBoard from "./view/task_board.json" with { type: "json" };
import viewTaskCalendar from "./view/task_calendar.json" with { type: "json" };
import viewTaskOpen from "./view/task_open.json" with { type: "json" };
import viewTaskPriorities from "./view/task_priorities.json" with { type: "json" };
import appCrmSales from "./app/crm_sales.json" with { type: "json" };
import roleAdmin from "./role/admin.json" with { type: "json" };
import roleSalesManager from "./role/sales_manager.json" with { type: "json" };
import roleSalesRep from "./role/sales_rep.json" with { type: "json" };

/** Every document of this folder. */
export const documents: readonly DocumentFile[] = [
  { kind: "optionSet", file: optionSetLeadSource },
  { kind: "object", file: objectAccount },
  { kind: "object", file: objectActivity },
  { kind: "object", file: objectContact },
  { kind: "object", file: objectContract },
  { kind: "object", file: objectDeal },
  { kind: "object", file: objectDealContact },
  { kind: "object", file: objectLead },
  { kind: "object", file: objectPayment },
  { kind: "object", file: objectProduct },
  { kind: "object", file: objectQuote },
  { kind: "object", file: objectQuoteLine },
  { kind: "object", file: objectTask },
  { kind: "pipeline", file: pipelineContractPipeline },
  { kind: "pipeline", file: pipelineLeadPipeline },
  { kind: "pipeline", file: pipelineQuotePipeline },
  { kind: "pipeline", file: pipelineSalesPipeline },
  { kind: "rule", file: ruleContractEndsAfterStart },
  { kind: "rule", file: ruleDealAmountNotNegative },
  { kind: "rule", file: rulePaymentAmountPositive },
  { kind: "rule", file: ruleQuoteLineQuantityPositive },
  { kind: "duplicateRule", file: duplicateRuleAccountContactData },
  { kind: "duplicateRule", file: duplicateRuleAccountName },
  { kind: "duplicateRule", file: duplicateRuleContactEmail },
  { kind: "duplicateRule", file: duplicateRuleContactNamePhone },
  { kind: "duplicateRule", file: duplicateRuleLeadContactData },
  { kind: "layout", file: layoutAccountCard },
  { kind: "layout", file: layoutAccountPage },
  { kind: "layout", file: layoutActivityPage },
  { kind: "layout", file: layoutContactCard },
  { kind: "layout", file: layoutContactPage },
  { kind: "layout", file: layoutContractPage },
  { kind: "layout", file: layoutDealCard },
  { kind: "layout", file: layoutDealContactPage },
  { kind: "layout", file: layoutDealPage },
  { kind: "layout", file: layoutLeadPage },
  { kind: "layout", file: layoutPaymentPage },
  { kind: "layout", file: layoutProductPage },
  { kind: "layout", file: layoutQuoteLinePage },
  { kind: "layout", file: layoutQuotePage },
  { kind: "layout", file: layoutTaskPage },
  { kind: "view", file: viewAccountAll },
  { kind: "view", file: viewAccountHighValue },
  { kind: "view", file: viewActivityAll },
  { kind: "view", file: viewActivityCalendar },
  { kind: "view", file: viewContactAll },
  { kind: "view", file: viewContractActive },
  { kind: "view", file: viewContractAll },
  { kind: "view", file: viewContractBoard },
  { kind: "view", file: viewDealAll },
  { kind: "view", file: viewDealBoard },
  { kind: "view", file: viewDealContactAll },
  { kind: "view", file: viewDealOpen },
  { kind: "view", file: viewLeadAll },
  { kind: "view", file: viewLeadBoard },
  { kind: "view", file: viewLeadOpen },
  { kind: "view", file: viewPaymentAll },
  { kind: "view", file: viewPaymentCalendar },
  { kind: "view", file: viewPaymentPlan },
  { kind: "view", file: viewProductAll },
  { kind: "view", file: viewProductOnSale },
  { kind: "view", file: viewQuoteAll },
  { kind: "view", file: viewQuoteBoard },
  { kind: "view", file: viewQuoteLineAll },
  { kind: "view", file: viewQuoteOpen },
  { kind: "view", file: viewTaskAll },
  { kind: "view", file: viewTaskBoard },
  { kind: "view", file: viewTaskCalendar },
  { kind: "view", file: viewTaskOpen },
  { kind: "view", file: viewTaskPriorities },
  { kind: "app", file: appCrmSales },
  { kind: "role", file: roleAdmin },
  { kind: "role", file: roleSalesManager },
  { kind: "role", file: roleSalesRep },
];
