import { banSyntax } from "./ban-syntax.js";

const clock = "Time comes from the clock port (in the engine: from an argument).";
const chance = "Randomness and ids come from the ids port (in the engine: from an argument).";
const timer = "Timers belong to functions/adapters/system or to the timer store; nothing else waits.";

const member = (object, property) =>
  `MemberExpression[object.name='${object}'][property.name=${property instanceof RegExp ? property : `'${property}'`}]`;

/** The clock: `Date.now`, `new Date()` and `Date()` without an argument, `performance.now`, `process.hrtime`. */
export const noClock = banSyntax("time is a port", [
  { selector: member("Date", "now"), message: clock },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock },
  { selector: "CallExpression[callee.name='Date']", message: clock },
  { selector: member("performance", "now"), message: clock },
  { selector: member("process", "hrtime"), message: clock },
  {
    selector: "CallExpression[callee.property.name='now'][callee.object.property.name='Date']",
    message: clock,
  },
]);

/** Chance: `Math.random` and every `randomUUID`; key material (`randomBytes`) is left to `noKeyMaterial`. */
export const noChance = banSyntax("randomness is a port", [
  { selector: member("Math", "random"), message: chance },
  { selector: "MemberExpression[property.name=/^(randomUUID|getRandomValues)$/]", message: chance },
  { selector: "ImportSpecifier[imported.name='randomUUID']", message: chance },
  { selector: "ImportDeclaration[source.value='ulid'][importKind!='type']", message: chance },
]);

/** Bytes for keys and nonces: adapters may draw them, operations may not. */
export const noKeyMaterial = banSyntax("randomness is a port", [
  {
    selector: "ImportSpecifier[imported.name=/^(randomBytes|randomInt|randomFill|randomFillSync)$/]",
    message: chance,
  },
  { selector: "MemberExpression[property.name=/^(randomBytes|randomInt)$/]", message: chance },
]);

const timerNames = "/^(setTimeout|setInterval|setImmediate)$/";

/** Timers, called bare, on `globalThis`, or imported from `node:timers`. */
export const noTimer = banSyntax("waiting is a port", [
  { selector: `CallExpression[callee.name=${timerNames}]`, message: timer },
  { selector: `MemberExpression[object.name='globalThis'][property.name=${timerNames}]`, message: timer },
  { selector: "ImportDeclaration[source.value=/^(node:)?timers(.promises)?$/]", message: timer },
]);

/** Network access by `fetch`, bare or on a global object. */
export const noFetch = banSyntax("one folder talks to the network", [
  {
    selector: "CallExpression[callee.name='fetch']",
    message: "Only studio/src/api (in the studio) and functions/adapters (on the server) call fetch.",
  },
  {
    selector: "MemberExpression[object.name=/^(window|globalThis|self)$/][property.name='fetch']",
    message: "Only studio/src/api (in the studio) and functions/adapters (on the server) call fetch.",
  },
  {
    selector: "NewExpression[callee.name=/^(XMLHttpRequest|EventSource|WebSocket)$/]",
    message: "Only studio/src/api (in the studio) talks to the server.",
  },
]);
