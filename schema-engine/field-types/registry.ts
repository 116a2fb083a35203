// Written by `npm run generate`; do not edit.
import type { FieldType } from "../contract/field-type.ts";
import addressField from "./address/index.ts";
import autoNumberField from "./autoNumber/index.ts";
import checkboxField from "./checkbox/index.ts";
import colorField from "./color/index.ts";
import currencyField from "./currency/index.ts";
import dateField from "./date/index.ts";
import dateTimeField from "./dateTime/index.ts";
import durationField from "./duration/index.ts";
import emailField from "./email/index.ts";
import encryptedField from "./encrypted/index.ts";
import fileField from "./file/index.ts";
import formulaField from "./formula/index.ts";
import imageField from "./image/index.ts";
import jsonField from "./json/index.ts";
import locationField from "./location/index.ts";
import longTextField from "./longText/index.ts";
import multiRelationField from "./multiRelation/index.ts";
import multiSelectField from "./multiSelect/index.ts";
import numberField from "./number/index.ts";
import percentField from "./percent/index.ts";
import phoneField from "./phone/index.ts";
import ratingField from "./rating/index.ts";
import relationField from "./relation/index.ts";
import richTextField from "./richText/index.ts";
import rollupField from "./rollup/index.ts";
import selectField from "./select/index.ts";
import signatureField from "./signature/index.ts";
import tagsField from "./tags/index.ts";
import textField from "./text/index.ts";
import timeField from "./time/index.ts";
import urlField from "./url/index.ts";
import userField from "./user/index.ts";

/** Every field type, ordered by name. */
export const fieldTypes: readonly FieldType[] = [
  addressField,
  autoNumberField,
  checkboxField,
  colorField,
  currencyField,
  dateField,
  dateTimeField,
  durationField,
  emailField,
  encryptedField,
  fileField,
  formulaField,
  imageField,
  jsonField,
  locationField,
  longTextField,
  multiRelationField,
  multiSelectField,
  numberField,
  percentField,
  phoneField,
  ratingField,
  relationField,
  richTextField,
  rollupField,
  selectField,
  signatureField,
  tagsField,
  textField,
  timeField,
  urlField,
  userField,
];
