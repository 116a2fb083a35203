import { Validator, type Schema } from "@cfworker/json-schema";

interface Check {
  (data: unknown): boolean;
  errors: { readonly instancePath: string; readonly keyword: string; readonly message: string }[] | null;
}

const compiled = new WeakMap<object, Check>();

/** What JSON Forms asks of Ajv, done by an interpreter: nothing is evaluated as code, as the page's policy demands. */
export const validator = {
  compile(schema: object): Check {
    const known = compiled.get(schema);
    if (known) return known;
    const interpreter = new Validator(schema as Schema, "2020-12", false);
    const check: Check = (data) => {
      const { valid, errors } = interpreter.validate(data);
      check.errors = errors.map(({ instanceLocation, keyword, error }) => ({
        instancePath: instanceLocation.replace(/^#/, ""),
        keyword,
        message: error,
      }));
      return valid;
    };
    check.errors = null;
    compiled.set(schema, check);
    return check;
  },
  validate(schema: object, data: unknown): boolean {
    return validator.compile(schema)(data);
  },
};
