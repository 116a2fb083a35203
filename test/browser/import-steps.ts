import { join } from "node:path";
import type { Page } from "playwright-core";
import { goTo, picture } from "./screen.ts";

const folder = join(import.meta.dirname, "../flows/data");
const tables = ["客户信息表", "销售机会表", "客户互动记录表"];

/** Drops the three tables, looks at the guessed columns, tries the import and runs it. */
export async function importTables(page: Page): Promise<void> {
  await goTo(page, "导入");
  const files = tables.map((name) => join(folder, `${name}.csv`));
  await page.locator("main input[type=file]").setInputFiles(files);
  for (const name of tables) await page.getByRole("heading", { name: `${name}.csv` }).waitFor();
  await page
    .getByText(/^把握 \d+%$/)
    .first()
    .waitFor();
  await picture(page, "import-mapping");
  await page.getByRole("button", { name: "试运行" }).last().click();
  await page.getByText("试运行完成，没有写入任何数据。").waitFor();
  await picture(page, "import-tried");
  await page.getByRole("button", { name: "正式导入" }).click();
  await page.getByText("导入完成").waitFor();
  await picture(page, "import-done");
}
