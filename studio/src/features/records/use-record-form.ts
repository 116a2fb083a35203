import { offeredChoices, type FieldState, type Json, type JsonObject } from "#engine";
import { computed, provide, ref, shallowRef, type ComputedRef, type Ref } from "vue";
import type { RecordAnswer, References } from "../../api/answers.ts";
import { messagesByPointer } from "../../api/api-error.ts";
import { offeredChoicesKey } from "../../fields/offered-choices.ts";
import { fieldMessage } from "../../forms/field-message.ts";
import { formStateKey } from "../../forms/form-state.ts";
import { useTexts } from "../../i18n/i18n.ts";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";
import { useConditions } from "./use-conditions.ts";
import { withoutMisfits } from "./misfits.ts";

export interface FormOptions {
  readonly object: ComputedRef<ObjectInfo>;
  /** The record before; undefined for a new one. */
  readonly record: () => RecordAnswer | undefined;
  /** Values a new record begins with. */
  readonly initial: () => JsonObject;
  /** Fields that must have a value besides those that always must. */
  readonly alsoRequired: () => readonly string[];
}

/** State of a form for one record: values, what was touched, what the server refused. */
export function useRecordForm(options: FormOptions) {
  const { object } = options;
  const values = shallowRef<JsonObject>({ ...options.initial(), ...options.record()?.values });
  const before = values.value;
  const touched = ref(new Set<string>());
  const submitted = ref(false);
  const refused = shallowRef<Readonly<Record<string, string>>>({});

  const { stateOf, isOpen } = useConditions(options.object, options.record, values);
  const { ownMessage, message, isRequired } = useMessages(
    { ...options, stateOf },
    { values, touched, submitted, refused },
  );
  provide(offeredChoicesKey, (field) => offeredChoices(object.value, field, (name) => values.value[name]));
  provide(formStateKey, {
    object,
    isVisible: (name) => stateOf(name)?.visible !== false,
    isLocked: (name) => stateOf(name)?.readOnly === true,
    references: computed<References>(() => options.record()?.references ?? {}),
    message,
    isRequired,
    touch: (name) => touched.value.add(name),
  });

  /** Values to send: those that changed, cleared ones as null. */
  const changes = computed<JsonObject>(() =>
    Object.fromEntries(
      object.value.fields
        .filter(isOpen)
        .map((field) => [field.apiName, values.value[field.apiName] ?? null] as const)
        .filter(([name, value]) => !sameValue(value, options.record()?.values[name] ?? null)),
    ),
  );
  const dirty = computed(() => hasChanged(object.value, before, values.value));
  const firstProblem = (): string | undefined =>
    object.value.fields.find((field) => isOpen(field) && ownMessage(field) !== undefined)?.apiName;
  /** Takes new values; a message of the server about a value that changed goes away. */
  function take(next: JsonObject): void {
    refused.value = stillRefused(refused.value, values.value, next);
    values.value = withoutMisfits(object.value, values.value, next);
  }
  /** Messages of a refusal; those about no field of this form are returned. */
  function refuse(error: unknown): readonly string[] {
    refused.value = messagesByPointer(error);
    return messagesElsewhere(refused.value, object.value);
  }
  return { values, take, changes, dirty, submitted, firstProblem, refuse };
}

function hasChanged({ fields }: ObjectInfo, before: JsonObject, now: JsonObject): boolean {
  return fields.some(({ apiName }) => !sameValue(now[apiName] ?? null, before[apiName] ?? null));
}

function messagesElsewhere(
  messages: Readonly<Record<string, string>>,
  { byName }: ObjectInfo,
): readonly string[] {
  return Object.entries(messages)
    .filter(([pointer]) => !byName.has(pointer.split("/")[2] ?? ""))
    .map(([, text]) => text);
}

/** What to say beside each field: the server's refusal first, then the type's own check once the person was there. */
function useMessages(
  options: FormOptions & { readonly stateOf: (name: string) => FieldState | undefined },
  state: {
    readonly values: Readonly<Ref<JsonObject>>;
    readonly touched: Readonly<Ref<ReadonlySet<string>>>;
    readonly submitted: Readonly<Ref<boolean>>;
    readonly refused: Readonly<Ref<Readonly<Record<string, string>>>>;
  },
) {
  const { t, locale } = useTexts();
  const isRequired = (name: string): boolean => {
    const definition = options.object.value.byName.get(name)?.definition;
    const state = options.stateOf(name);
    if (state?.visible === false) return false;
    const always = definition?.required === true && definition.default === undefined;
    return always || state?.required === true || options.alsoRequired().includes(name);
  };
  const ownMessage = (field: FieldInfo) =>
    fieldMessage(field, state.values.value[field.apiName], {
      locale: locale.value,
      required: isRequired(field.apiName) && t("fields.required"),
    });
  const message = (name: string): string | undefined => {
    const field = options.object.value.byName.get(name);
    if (!field?.writable) return undefined;
    const shown = state.submitted.value || state.touched.value.has(name);
    return serverMessage(state.refused.value, name) ?? (shown ? ownMessage(field) : undefined);
  };
  return { ownMessage, message, isRequired };
}

function stillRefused(
  refused: Readonly<Record<string, string>>,
  before: JsonObject,
  next: JsonObject,
): Readonly<Record<string, string>> {
  const isSame = (name: string) => sameValue(next[name] ?? null, before[name] ?? null);
  return Object.fromEntries(
    Object.entries(refused).filter(([pointer]) => isSame(pointer.split("/")[2] ?? "")),
  );
}

function serverMessage(refused: Readonly<Record<string, string>>, name: string): string | undefined {
  const place = `/values/${name}`;
  return Object.entries(refused).find(([at]) => at === place || at.startsWith(`${place}/`))?.[1];
}

/** Whether two JSON values of a field are the same. */
export function sameValue(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
