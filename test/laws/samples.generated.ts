// Written by `npm run generate`; do not edit.
import type { FieldType } from "#engine/contract/field-type.ts";
import type { NodeType } from "#engine/contract/node-type.ts";
import type { FieldTypeSamples, NodeTypeSamples } from "#engine/contract/samples.ts";
import addressField from "#engine/field-types/address/index.ts";
import { samples as addressFieldSamples } from "#engine/field-types/address/samples.ts";
import autoNumberField from "#engine/field-types/autoNumber/index.ts";
import { samples as autoNumberFieldSamples } from "#engine/field-types/autoNumber/samples.ts";
import checkboxField from "#engine/field-types/checkbox/index.ts";
import { samples as checkboxFieldSamples } from "#engine/field-types/checkbox/samples.ts";
import colorField from "#engine/field-types/color/index.ts";
import { samples as colorFieldSamples } from "#engine/field-types/color/samples.ts";
import currencyField from "#engine/field-types/currency/index.ts";
import { samples as currencyFieldSamples } from "#engine/field-types/currency/samples.ts";
import dateField from "#engine/field-types/date/index.ts";
import { samples as dateFieldSamples } from "#engine/field-types/date/samples.ts";
import dateTimeField from "#engine/field-types/dateTime/index.ts";
import { samples as dateTimeFieldSamples } from "#engine/field-types/dateTime/samples.ts";
import durationField from "#engine/field-types/duration/index.ts";
import { samples as durationFieldSamples } from "#engine/field-types/duration/samples.ts";
import emailField from "#engine/field-types/email/index.ts";
import { samples as emailFieldSamples } from "#engine/field-types/email/samples.ts";
import encryptedField from "#engine/field-types/encrypted/index.ts";
import { samples as encryptedFieldSamples } from "#engine/field-types/encrypted/samples.ts";
import fileField from "#engine/field-types/file/index.ts";
import { samples as fileFieldSamples } from "#engine/field-types/file/samples.ts";
import formulaField from "#engine/field-types/formula/index.ts";
import { samples as formulaFieldSamples } from "#engine/field-types/formula/samples.ts";
import imageField from "#engine/field-types/image/index.ts";
import { samples as imageFieldSamples } from "#engine/field-types/image/samples.ts";
import jsonField from "#engine/field-types/json/index.ts";
import { samples as jsonFieldSamples } from "#engine/field-types/json/samples.ts";
import locationField from "#engine/field-types/location/index.ts";
import { samples as locationFieldSamples } from "#engine/field-types/location/samples.ts";
import longTextField from "#engine/field-types/longText/index.ts";
import { samples as longTextFieldSamples } from "#engine/field-types/longText/samples.ts";
import multiRelationField from "#engine/field-types/multiRelation/index.ts";
import { samples as multiRelationFieldSamples } from "#engine/field-types/multiRelation/samples.ts";
import multiSelectField from "#engine/field-types/multiSelect/index.ts";
import { samples as multiSelectFieldSamples } from "#engine/field-types/multiSelect/samples.ts";
import numberField from "#engine/field-types/number/index.ts";
import { samples as numberFieldSamples } from "#engine/field-types/number/samples.ts";
import percentField from "#engine/field-types/percent/index.ts";
import { samples as percentFieldSamples } from "#engine/field-types/percent/samples.ts";
import phoneField from "#engine/field-types/phone/index.ts";
import { samples as phoneFieldSamples } from "#engine/field-types/phone/samples.ts";
import ratingField from "#engine/field-types/rating/index.ts";
import { samples as ratingFieldSamples } from "#engine/field-types/rating/samples.ts";
import relationField from "#engine/field-types/relation/index.ts";
import { samples as relationFieldSamples } from "#engine/field-types/relation/samples.ts";
import richTextField from "#engine/field-types/richText/index.ts";
import { samples as richTextFieldSamples } from "#engine/field-types/richText/samples.ts";
import rollupField from "#engine/field-types/rollup/index.ts";
import { samples as rollupFieldSamples } from "#engine/field-types/rollup/samples.ts";
import selectField from "#engine/field-types/select/index.ts";
import { samples as selectFieldSamples } from "#engine/field-types/select/samples.ts";
import signatureField from "#engine/field-types/signature/index.ts";
import { samples as signatureFieldSamples } from "#engine/field-types/signature/samples.ts";
import tagsField from "#engine/field-types/tags/index.ts";
import { samples as tagsFieldSamples } from "#engine/field-types/tags/samples.ts";
import textField from "#engine/field-types/text/index.ts";
import { samples as textFieldSamples } from "#engine/field-types/text/samples.ts";
import timeField from "#engine/field-types/time/index.ts";
import { samples as timeFieldSamples } from "#engine/field-types/time/samples.ts";
import urlField from "#engine/field-types/url/index.ts";
import { samples as urlFieldSamples } from "#engine/field-types/url/samples.ts";
import userField from "#engine/field-types/user/index.ts";
import { samples as userFieldSamples } from "#engine/field-types/user/samples.ts";
import branchNode from "#engine/node-types/branch/index.ts";
import { samples as branchNodeSamples } from "#engine/node-types/branch/samples.ts";
import createRecordNode from "#engine/node-types/create-record/index.ts";
import { samples as createRecordNodeSamples } from "#engine/node-types/create-record/samples.ts";
import enrolledNode from "#engine/node-types/enrolled/index.ts";
import { samples as enrolledNodeSamples } from "#engine/node-types/enrolled/samples.ts";
import notifyNode from "#engine/node-types/notify/index.ts";
import { samples as notifyNodeSamples } from "#engine/node-types/notify/samples.ts";
import recordSavedNode from "#engine/node-types/record-saved/index.ts";
import { samples as recordSavedNodeSamples } from "#engine/node-types/record-saved/samples.ts";
import sendEmailNode from "#engine/node-types/send-email/index.ts";
import { samples as sendEmailNodeSamples } from "#engine/node-types/send-email/samples.ts";
import updateRecordNode from "#engine/node-types/update-record/index.ts";
import { samples as updateRecordNodeSamples } from "#engine/node-types/update-record/samples.ts";
import waitNode from "#engine/node-types/wait/index.ts";
import { samples as waitNodeSamples } from "#engine/node-types/wait/samples.ts";

export const fieldTypeSamples: readonly { readonly type: FieldType; readonly samples: FieldTypeSamples }[] = [
  { type: addressField, samples: addressFieldSamples },
  { type: autoNumberField, samples: autoNumberFieldSamples },
  { type: checkboxField, samples: checkboxFieldSamples },
  { type: colorField, samples: colorFieldSamples },
  { type: currencyField, samples: currencyFieldSamples },
  { type: dateField, samples: dateFieldSamples },
  { type: dateTimeField, samples: dateTimeFieldSamples },
  { type: durationField, samples: durationFieldSamples },
  { type: emailField, samples: emailFieldSamples },
  { type: encryptedField, samples: encryptedFieldSamples },
  { type: fileField, samples: fileFieldSamples },
  { type: formulaField, samples: formulaFieldSamples },
  { type: imageField, samples: imageFieldSamples },
  { type: jsonField, samples: jsonFieldSamples },
  { type: locationField, samples: locationFieldSamples },
  { type: longTextField, samples: longTextFieldSamples },
  { type: multiRelationField, samples: multiRelationFieldSamples },
  { type: multiSelectField, samples: multiSelectFieldSamples },
  { type: numberField, samples: numberFieldSamples },
  { type: percentField, samples: percentFieldSamples },
  { type: phoneField, samples: phoneFieldSamples },
  { type: ratingField, samples: ratingFieldSamples },
  { type: relationField, samples: relationFieldSamples },
  { type: richTextField, samples: richTextFieldSamples },
  { type: rollupField, samples: rollupFieldSamples },
  { type: selectField, samples: selectFieldSamples },
  { type: signatureField, samples: signatureFieldSamples },
  { type: tagsField, samples: tagsFieldSamples },
  { type: textField, samples: textFieldSamples },
  { type: timeField, samples: timeFieldSamples },
  { type: urlField, samples: urlFieldSamples },
  { type: userField, samples: userFieldSamples },
];

export const nodeTypeSamples: readonly { readonly type: NodeType; readonly samples: NodeTypeSamples }[] = [
  { type: branchNode, samples: branchNodeSamples },
  { type: createRecordNode, samples: createRecordNodeSamples },
  { type: enrolledNode, samples: enrolledNodeSamples },
  { type: notifyNode, samples: notifyNodeSamples },
  { type: recordSavedNode, samples: recordSavedNodeSamples },
  { type: sendEmailNode, samples: sendEmailNodeSamples },
  { type: updateRecordNode, samples: updateRecordNodeSamples },
  { type: waitNode, samples: waitNodeSamples },
];
