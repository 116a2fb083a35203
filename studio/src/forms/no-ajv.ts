/**
 * Stands where JSON Forms imports Ajv. Its validator is given as a prop, so this one is never asked; were it, it says so.
 */
export default class NoAjv {
  compile(): never {
    throw new Error("JSON Forms was used without the studio's own validator");
  }
}
export { NoAjv as Ajv };
