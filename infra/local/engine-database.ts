import { writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/**
 * Lays an empty database for the native engine where there is none yet; leaves an existing file alone.
 *
 * The engine (1.2.1) numbers each stream record by `MAX(CAST(sequence_number AS INTEGER))` over all of them, without an
 * index: writes get slower with every write before (a transaction of 25 items took 15 ms at first and 65 ms after 10,000
 * items). The database here is the engine's own, made by starting it once on a new file, plus one statement:
 *
 *     CREATE INDEX tessera_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))
 *
 * With it the same transaction stays at its first price. A newer engine migrates the file by the version kept in it.
 */
export function layDatabase(file: string): void {
  try {
    writeFileSync(file, gunzipSync(Buffer.from(empty.join(""), "base64")), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** An empty SQLite file, gzipped, base64. */
const empty: readonly string[] = [
  "H4sIAAAAAAACA+3aTVPaQBgH8ETkRTsW2x6Yjpe9KaPt1Ol46KEzTTXtMEVECI6cMiFZcNuQYLKh9cj04LGfq9+l01577AaC",
  "SsKLHsv8fwNDljz7ZLO7WQlYPy0zTknb9boGJ6+lTUmWpXeESJKUFs+cdCssr94py9JiaemlKW/k/0rZXFPKv83/fHSQf7ym",
  "5P6IIgAAACybwbNstnCwKw/qzLHoN059n3qG7nOPGl3d9SzqjQseNUXZzx3WVEVTSalypJ6TaRXISYXEKpEdbrRsqjtGl+6R",
  "Q6Wu7fj0MqCOKd4Lui1RSamLlJr6Ua0Vi9VMprC7KzeHlfxLW3z20cfxsWI2ao6mvC+rJLZzZ3g8USp+v0xnw5TXz0cNmWxe",
  "rJiZyJk4lXUSw6xx00m1VjpWak3ySW0SpaGdlCoi17Fa0fYStW57hGjquUYqJ+LZKJeTkbRPHX6vyC/0ytc/+66zKNChX3XW",
  "NTqjjMn9rm3N3R8fvQWH8y8MTyS0FsWZoqc5tXTxIXfco7ODAzHzRE7RN4xfDTNPhBSvz1LZwtaW/CM16urRbIpeVifHePTm",
  "lLGNj9KdAZ7a/bpvXtCusehEDc491grEXLVomzmMM9fxF1Xq+CwRnoyy7xUVTWrqhOd3O3+P1A9Ko6yRVzNr9JmYOvyqR+cn",
  "to0WtWeEcG7rNx0wJ+YBjXvQxBkvAQYPYn1+c4ht5VArnanbycotZtvM6ehd14qmxE2dqtLUq2pNr6mnDbWuTanc89w+88Ww",
  "iKbyC88NOhe9gM/qAqMzc/R80f4eNVmbmUY4zDNThGdq2oY/K5NFbRom0EXTODWHmw/odxFtienu3Ot0wrZEa0Byd18c3BXX",
  "c/hnKDF/Jy/sF6uZgrIlS8PYaMk3Au6O6o6v8/1oIz1Yk4frwIBF3eE6bdaJXlYm14HRm1PWAXFp32MB6Bt2EFukY01fmdv0",
  "qGn70UZqfG+/Ed7I539J4gEAAAAAAAAAS+CpnCrmR98i6n3qhd8WvVkf3v//lsQDAAAAAAAAAJbCk1RxbfILgPD3f2kTPQMA",
  "AAAAAACwzNZx/w8AAAAAAACw9PD7PwAAAAAAAADu/wEAAAAAAADg/4f//wcAAAAAAABYfv8Ay5SIQgCAAAA=",
];
