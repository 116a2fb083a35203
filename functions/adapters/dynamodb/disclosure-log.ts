import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DisclosureLog } from "../../ports/disclosure-log.ts";
import { withRetries, type Table } from "./client.ts";
import { disclosuresOf } from "./keys-files.ts";

/** Who saw what, one partition per record; never changed, never deleted. */
export function createDisclosureLog({ client, name: TableName }: Table): DisclosureLog {
  return {
    async add(workspace, { id, at, user, record, field, label }) {
      const Key = { pk: disclosuresOf(workspace, record.object, record.id), sk: `${at}#${id}` };
      const Item = { ...Key, ty: "dis", id, at, user, field, label };
      await withRetries(() => client.send(new PutCommand({ TableName, Item })));
    },
  };
}
