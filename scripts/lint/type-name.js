import { banSyntax } from "./ban-syntax.js";

const message =
  "Shared engine code never names a field or node type: give the type's definition a property and ask that.";

/** `cel.type` is a type of the expression language, a closed list of the contract. */
const typeMember = "MemberExpression[property.name='type'][object.property.name!='cel']";
const typeText = "MemberExpression[property.value='type']";
const comparison = "BinaryExpression[operator=/^[!=]==?$/]";
const literal = ":matches(Literal, TemplateLiteral)";

/** Both sides of a comparison with a literal, `x.type`, `x?.type`, `x['type']` and a destructured `type`. */
const operands = [
  typeMember,
  typeText,
  `ChainExpression:has(> ${typeMember})`,
  "Identifier[name='type']",
].flatMap((operand) => [
  { selector: `${comparison}:has(> ${literal}.right) > ${operand}.left`, message },
  { selector: `${comparison}:has(> ${literal}.left) > ${operand}.right`, message },
]);

/** No `switch (x.type)`, `x.type === '…'`, `x.type !== '…'` or `[…].includes(x.type)`. */
export const noTypeName = banSyntax("shared engine code asks a type's definition, never its name", [
  ...operands,
  { selector: `SwitchStatement > ${typeMember}.discriminant`, message },
  { selector: `SwitchStatement > ${typeText}.discriminant`, message },
  { selector: `SwitchStatement > ChainExpression.discriminant:has(> ${typeMember})`, message },
  { selector: "SwitchStatement > Identifier.discriminant[name='type']", message },
  {
    selector: `CallExpression[callee.property.name=/^(includes|has)$/][callee.object.type=/^(ArrayExpression|NewExpression)$/] > ${typeMember}`,
    message,
  },
]);
