import { ref, type Ref } from "vue";
import { ApiError } from "../../api/api-error.ts";
import { uploadFile } from "../../api/files.ts";
import { useTexts } from "../../i18n/i18n.ts";
import type { ControlProps } from "../field-props.ts";
import { useRecordPlace } from "./record-place.ts";

/** A file on its way up, or one that was refused. */
export interface Upload {
  readonly key: number;
  readonly name: string;
  /** Part sent, 0–1. */
  readonly part: number;
  /** Why it was refused. */
  readonly problem?: string;
}

/** Uploads of one field: chosen files go up one by one, their ids are told as they arrive. */
export function useUploads(props: ControlProps, arrived: (id: string) => void) {
  const place = useRecordPlace();
  const { t } = useTexts();
  const uploads: Ref<readonly Upload[]> = ref([]);
  const names = ref<Readonly<Record<string, string>>>({});
  let last = 0;
  const change = (key: number, part: Partial<Upload>) => {
    uploads.value = uploads.value.map((one) => (one.key === key ? { ...one, ...part } : one));
  };
  const drop = (key: number) => {
    uploads.value = uploads.value.filter((one) => one.key !== key);
  };
  async function send(file: File): Promise<void> {
    if (!place) return;
    const key = ++last;
    uploads.value = [...uploads.value, { key, name: file.name, part: 0 }];
    const target = { object: place.value.object, field: props.field.apiName };
    try {
      const { id, name } = await uploadFile(target, file, (part) => {
        change(key, { part });
      });
      names.value = { ...names.value, [id]: name };
      drop(key);
      arrived(id);
    } catch (error) {
      change(key, { problem: messageOf(error) });
    }
  }
  function messageOf(error: unknown): string {
    if (!(error instanceof ApiError)) return String(error);
    return (error.problems[0]?.message ?? error.message) || t("files.failed");
  }
  async function sendAll(files: readonly File[]): Promise<void> {
    for (const file of files) await send(file);
  }
  return { canUpload: place !== undefined, uploads, names, sendAll, drop };
}
