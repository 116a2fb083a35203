import type { ExpressionVariables, FieldState, Json, JsonObject } from "#engine";
import { computed, type Ref } from "vue";
import type { RecordAnswer } from "../../api/answers.ts";
import { useMe } from "../../api/me.ts";
import { conditionsOf } from "../../forms/field-conditions.ts";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";
import { useReachedValues } from "../../model/related-values.ts";
import { useObjects } from "../../model/use-objects.ts";

/** What the fields' own conditions say of the values entered; evaluated as they change. */
export function useConditions(
  object: Readonly<Ref<ObjectInfo>>,
  record: () => RecordAnswer | undefined,
  values: Readonly<Ref<JsonObject>>,
) {
  const me = useMe();
  const zone = computed(() => me.data.value?.workspace.timeZone ?? "UTC");
  const { objects } = useObjects();
  const conditionsNow = computed(() =>
    conditionsOf(object.value, { timeZone: zone.value, objects: objects.value }),
  );
  const related = useReachedValues(
    () => ({ object: object.value, values: values.value }),
    () => conditionsNow.value.paths,
  );
  const variables = computed<ExpressionVariables>(() => {
    const stored = record();
    return {
      record: { ...systemValues(stored), ...values.value },
      before: { ...systemValues(stored), ...stored?.values },
      now: new Date().toISOString(),
      actor: me.data.value?.user.id ?? "",
      related: related.value,
    };
  });
  const states = computed<ReadonlyMap<string, FieldState>>(
    () =>
      new Map(
        object.value.fields.flatMap(({ apiName }) => {
          const state = conditionsNow.value.stateOf(apiName, variables.value);
          return state ? [[apiName, state] as const] : [];
        }),
      ),
  );
  const stateOf = (name: string) => states.value.get(name);
  /** Whether the person may enter a value now. */
  const isOpen = ({ writable, apiName }: FieldInfo) => writable && stateOf(apiName)?.readOnly !== true;
  /** Whether the field would need a value if it had this one. */
  function wouldRequire(name: string, value: Json): boolean {
    const { record: now, ...others } = variables.value;
    return (
      conditionsNow.value.stateOf(name, { ...others, record: { ...now, [name]: value } })?.required === true
    );
  }
  return { stateOf, isOpen, wouldRequire };
}

function systemValues(record: RecordAnswer | undefined): JsonObject {
  if (!record) return {};
  const { id, owner, createdAt, createdBy, updatedAt, updatedBy } = record;
  return { id, owner, createdAt, createdBy, updatedAt, updatedBy };
}
