import { ApiError } from "./api-error.ts";
import { get, idempotencyKey, post } from "./http.ts";

/** `GET /files/{id}`. */
export interface FileInfo {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
  /** Downloads the file for a few minutes. */
  readonly url: string;
}

export interface BegunUpload {
  readonly id: string;
  readonly name: string;
  readonly upload: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  };
}

/** Uploads a file for a field and has it checked; `onProgress` is told the part sent, 0–1. */
export async function uploadFile(
  target: { readonly object: string; readonly field: string },
  file: File,
  onProgress: (part: number) => void,
): Promise<{ readonly id: string; readonly name: string }> {
  const { name, size, type } = file;
  const begun = await post<BegunUpload>(
    "/files",
    { ...target, name, size, type },
    { headers: idempotencyKey() },
  );
  await sendFile(begun.upload, file, onProgress);
  return post<{ id: string; name: string }>(`/files/${begun.id}:complete`);
}

/** A file with its download address. */
export function readFileInfo(id: string): Promise<FileInfo> {
  return get<FileInfo>(`/files/${encodeURIComponent(id)}`);
}

/** Sends a file where an answer said; `fetch` tells nothing of how much was sent. */
export function sendFile(
  upload: BegunUpload["upload"],
  file: File,
  onProgress: (part: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const failed = () => {
      reject(new ApiError({ status: request.status, code: "upload_failed", message: request.statusText }));
    };
    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      if (request.status === 200) resolve();
      else failed();
    };
    request.onerror = failed;
    request.send(file);
  });
}
