import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, under, type Problem, type Result } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { Decimal } from "../../shared/decimal.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, halfWidth, isMasked } from "../../shared/locale.ts";

interface Location {
  /** Degrees north, −90 to 90 (WGS 84). */
  readonly lat: number;
  /** Degrees east, −180 to 180. */
  readonly lng: number;
}

/** Degrees below which a number is zero or nothing: a tenth of a millimetre. */
const SMALLEST = 1e-9;
const bounds = { lat: 90, lng: 180 } as const;
const degrees = (most: number) => ({
  type: "number",
  minimum: -most,
  maximum: most,
  anyOf: [{ const: 0 }, { minimum: SMALLEST }, { maximum: -SMALLEST }],
});

export default defineFieldType<Location, object>({
  name: "location",
  label: bilingual("地理位置", "Location"),
  description: bilingual("地图上的一点：纬度和经度。", "A point on the map: latitude and longitude."),
  icon: "map-pin",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({
    type: "object",
    properties: { lat: degrees(bounds.lat), lng: degrees(bounds.lng) },
    required: ["lat", "lng"],
    additionalProperties: false,
  }),
  check: checkLocation,
  normalize: ({ lat, lng }) => ({ lat: lat === 0 ? 0 : lat, lng: lng === 0 ? 0 : lng }),
  storage: {
    class: "listable",
    encode: ({ lat, lng }) => ({ lat, lng }),
    decode: (stored) => stored as unknown as Location,
  },
  operators: ["isEmpty", "isNotEmpty"],
  parse: parseLocation,
  format: ({ lat, lng }) => `${new Decimal(lat).toFixed()}, ${new Decimal(lng).toFixed()}`,
  cel: { type: "dyn", toCel: ({ lat, lng }) => ({ lat: new Decimal(lat), lng: new Decimal(lng) }) },
});

function checkLocation(value: unknown): readonly Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [notLocation];
  const unknown = Object.keys(value).find((key) => key !== "lat" && key !== "lng");
  if (unknown !== undefined) return [notLocation];
  const { lat, lng } = value as Readonly<Record<string, unknown>>;
  return [
    ...(isDegrees(lat, bounds.lat) ? [] : [under("/lat", notLatitude)]),
    ...(isDegrees(lng, bounds.lng) ? [] : [under("/lng", notLongitude)]),
  ];
}

function isDegrees(value: unknown, most: number): value is number {
  if (typeof value !== "number" || !(Math.abs(value) <= most)) return false;
  return value === 0 || Math.abs(value) >= SMALLEST;
}

/**
 * `31.23, 121.47`, `31.23°N 121.47°E`, `北纬31.23 东经121.47`; the other way round only where the letters, or a first
 * number that can be no latitude, say so.
 */
function parseLocation(text: string): Result<Location> {
  if (isMasked(text)) return failure(masked);
  const plain = halfWidth(text).trim().replaceAll("，", ",").replaceAll("−", "-");
  const match = new RegExp(`^${PART}(?:\\s*[,;、]\\s*|\\s+)${PART}$`, "iu").exec(plain);
  if (!match) return failure(notLocation);
  const first = axis(match[1], match[2], match[3]);
  const second = axis(match[4], match[5], match[6]);
  const swapped = first.along === "lng" || second.along === "lat" || Math.abs(first.degrees) > bounds.lat;
  if (first.along !== null && first.along === second.along) return failure(notLocation);
  const value = swapped
    ? { lat: second.degrees, lng: first.degrees }
    : { lat: first.degrees, lng: second.degrees };
  const problems = checkLocation(value);
  return problems.length > 0 ? failure(...problems) : success(value);
}

const SIDE = "(北纬|南纬|东经|西经|[NSEW])?";
const PART = `${SIDE}\\s*([+-]?\\d{1,3}(?:\\.\\d{1,30})?)\\s*[°度]?\\s*${SIDE}`;

function axis(
  before: string | undefined,
  number: string | undefined,
  after: string | undefined,
): { readonly along: "lat" | "lng" | null; readonly degrees: number } {
  const side = (before ?? after ?? "").toUpperCase();
  const sign = /^(?:南纬|西经|S|W)$/.test(side) ? -1 : 1;
  const degrees = Number(number) * sign;
  const along = side === "" ? null : /^(?:北纬|南纬|N|S)$/.test(side) ? "lat" : "lng";
  return { along, degrees: degrees === 0 ? 0 : degrees };
}

const notLocation = invalid(
  "",
  "location",
  bilingual(
    "请输入纬度和经度，例如 31.23, 121.47。",
    "Enter latitude and longitude, for example 31.23, 121.47.",
  ),
);
const notLatitude = invalid(
  "",
  "out_of_range",
  bilingual("纬度须在 −90 与 90 之间。", "The latitude must be between −90 and 90."),
);
const notLongitude = invalid(
  "",
  "out_of_range",
  bilingual("经度须在 −180 与 180 之间。", "The longitude must be between −180 and 180."),
);
