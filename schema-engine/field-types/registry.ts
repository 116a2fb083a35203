// Written by `npm run generate`; do not edit.
import type { FieldType } from "../contract/field-type.ts";
import autoNumberField from "./autoNumber/index.ts";
import checkboxField from "./checkbox/index.ts";
import currencyField from "./currency/index.ts";
import dateField from "./date/index.ts";
import dateTimeField from "./dateTime/index.ts";
import emailField from "./email/index.ts";
import longTextField from "./longText/index.ts";
import multiSelectField from "./multiSelect/index.ts";
import numberField from "./number/index.ts";
import percentField from "./percent/index.ts";
import phoneField from "./phone/index.ts";
import relationField from "./relation/index.ts";
import selectField from "./select/index.ts";
import textField from "./text/index.ts";
import urlField from "./url/index.ts";
import userField from "./user/index.ts";

/** Every field type, ordered by name. */
export const fieldTypes: readonly FieldType[] = [
  autoNumberField,
  checkboxField,
  currencyField,
  dateField,
  dateTimeField,
  emailField,
  longTextField,
  multiSelectField,
  numberField,
  percentField,
  phoneField,
  relationField,
  selectField,
  textField,
  urlField,
  userField,
];
