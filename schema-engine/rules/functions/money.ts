import { Decimal } from "../../shared/decimal.ts";
import { bilingual } from "../../shared/locale.ts";
import { CelMoney, decimal, type Numeric } from "../cel-values.ts";
import type { ExpressionFunction } from "./define.ts";

/** Functions of amounts of money; adding and comparing them are operators and need one currency. */
export const moneyFunctions: readonly ExpressionFunction[] = [
  {
    name: "money",
    group: "money",
    help: bilingual("由数额和币种组成的金额。", "An amount of money of a number and a currency."),
    example: "money(10.5, 'CNY')",
    overloads: [
      {
        takes: ["number", "text"],
        gives: "money",
        run: (amount: Numeric, currency: string) => new CelMoney(decimal(amount), currency),
      },
      {
        takes: ["text", "text"],
        gives: "money",
        run: (amount: string, currency: string) => new CelMoney(new Decimal(amount), currency),
      },
    ],
  },
  {
    name: "amount",
    group: "money",
    help: bilingual("金额的数额。", "The number of an amount of money."),
    example: "amount(money(10.5, 'CNY'))",
    overloads: [{ takes: ["money"], gives: "number", run: (money: CelMoney) => money.amount }],
  },
  {
    name: "currency",
    group: "money",
    help: bilingual("金额的币种代码。", "The currency code of an amount of money."),
    example: "currency(money(10.5, 'CNY'))",
    overloads: [{ takes: ["money"], gives: "text", run: (money: CelMoney) => money.currency }],
  },
];
