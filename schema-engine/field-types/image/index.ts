import { defineFieldType } from "../../contract/field-type.ts";
import { bytesOf, fileList, type FileListSettings } from "../../shared/file-list.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";

interface ImageSettings extends FileListSettings {
  /** Largest picture, millions of pixels. */
  readonly maxMegapixels: number;
}

const MILLION = 1_000_000;

export default defineFieldType<readonly string[], ImageSettings>({
  ...fileList<ImageSettings>(),
  name: "image",
  label: bilingual("图片", "Image"),
  description: bilingual("上传的图片，例如产品照片。", "Uploaded pictures, such as photos of a product."),
  icon: "image",
  settingsSchema: settingsOf({
    multiple: labelled(bilingual("允许多张图片", "Several images"), { type: "boolean" }),
    maxMegabytes: labelled(bilingual("单张图片上限（MB）", "Largest image (MB)"), {
      type: "integer",
      minimum: 1,
      maximum: 50,
    }),
    maxMegapixels: labelled(bilingual("最大像素（百万）", "Most megapixels"), {
      type: "integer",
      minimum: 1,
      maximum: 100,
    }),
  }),
  defaultSettings: { multiple: false, maxMegabytes: 10, maxMegapixels: 40 },
  uploads: (settings) => ({
    ...bytesOf(settings),
    groups: ["image"],
    mostPixels: settings.maxMegapixels * MILLION,
  }),
});
