import { failure, invalid, locales, success, type Locale, type Problem, type Result } from "#engine";
import type { User, UserStore } from "../../ports/user-store.ts";
import { isKeyActor } from "./api-keys.ts";
import type { Caller } from "./caller.ts";
import type { CallerSource } from "./load-caller.ts";

/** What people may change about themselves. */
export interface ProfileChange {
  readonly locale?: unknown;
  readonly timeZone?: unknown;
}

/** Changes the caller's own language and time zone. */
export async function changeProfile(
  ports: { readonly userStore: UserStore; readonly callers: CallerSource },
  caller: Caller,
  change: ProfileChange,
): Promise<Result<User>> {
  if (isKeyActor(caller.user.id)) return failure(noPerson);
  const problems: Problem[] = [];
  if (change.locale !== undefined && !isLocale(change.locale)) problems.push(unknownLocale);
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) problems.push(unknownZone);
  if (problems.length > 0) return failure(...problems);
  const stored = await ports.userStore.get(caller.workspace, caller.user.id);
  const user: User = {
    ...(stored ?? caller.user),
    ...(isLocale(change.locale) ? { locale: change.locale } : {}),
    ...(isTimeZone(change.timeZone) ? { timeZone: change.timeZone } : {}),
  };
  await ports.userStore.put(caller.workspace, user);
  ports.callers.invalidate(caller.workspace);
  return success(user);
}

function isLocale(value: unknown): value is Locale {
  return (locales as readonly unknown[]).includes(value);
}

function isTimeZone(value: unknown): value is string {
  if (typeof value !== "string" || value.length > 64 || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(value))
    return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const noPerson = invalid("", "no_person", {
  "zh-CN": "API 密钥没有个人设置。",
  en: "An API key has no profile.",
});
const unknownLocale = invalid("/locale", "unknown_locale", {
  "zh-CN": "语言须为 zh-CN 或 en。",
  en: "The language must be zh-CN or en.",
});
const unknownZone = invalid("/timeZone", "unknown_time_zone", {
  "zh-CN": "时区须为 IANA 名称，例如 Asia/Shanghai。",
  en: "The time zone must be an IANA name, such as Asia/Shanghai.",
});
