/** Stands where JSON Forms imports the formats of Ajv. */
export default function addFormats(): void {
  return undefined;
}
