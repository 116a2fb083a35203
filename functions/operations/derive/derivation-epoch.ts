import type { WorkspaceModel } from "#engine";

/**
 * Form of what is derived from a record; raised by one whenever the code makes other postings, cells or links of an unchanged
 * record (2: search by parts of words, counters by month). Ledgers of before count as out of date then: the next change
 * of the record, the next publish (for all records) and `tessera verify --repair` bring them up to it.
 */
export const DERIVATION_FORM = 2;
/** Above every form, so that newer metadata counts for more. */
const FORMS = 64;

/** What a ledger's `epoch` is compared with: rises with the metadata's version and with the form. */
export function derivationEpoch(model: WorkspaceModel): number {
  return model.version * FORMS + DERIVATION_FORM;
}
