import { ref, type Ref } from "vue";
import { preparedFile, type PreparedFile } from "./import-plan.ts";
import { analyzeUpload, uploadTable } from "./imports-api.ts";

/** A file on its way up. */
export interface GoingUp {
  readonly name: string;
  /** Part sent, 0–1. */
  readonly part: number;
}

/** The tables of an import being prepared: they go up one by one, and each is read when it has arrived. */
export function useTables() {
  const files: Ref<readonly PreparedFile[]> = ref([]);
  const goingUp: Ref<GoingUp | null> = ref(null);
  return {
    files,
    goingUp,
    async add(given: readonly File[]): Promise<void> {
      try {
        for (const file of given) {
          goingUp.value = { name: file.name, part: 0 };
          const upload = await uploadTable(file, (part) => {
            goingUp.value = { name: file.name, part };
          });
          const analyzed = await analyzeUpload({ upload, name: file.name, sheet: null });
          const others = files.value.filter((one) => one.name !== file.name);
          files.value = [...others, preparedFile(upload, analyzed)];
        }
      } finally {
        goingUp.value = null;
      }
    },
    async chooseSheet(at: number, sheet: string): Promise<void> {
      const file = files.value[at];
      if (!file) return;
      const analyzed = await analyzeUpload({ upload: file.upload, name: file.name, sheet });
      files.value = files.value.with(at, preparedFile(file.upload, analyzed));
    },
    change(at: number, file: PreparedFile): void {
      files.value = files.value.with(at, file);
    },
    remove(at: number): void {
      files.value = files.value.filter((_, place) => place !== at);
    },
    clear(): void {
      files.value = [];
    },
  };
}
