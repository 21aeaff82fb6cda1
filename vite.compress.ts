import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSED = /\.(?:js|css|html|svg|json|ttf)$/u;
const SMALLEST_BYTES = 1024;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Writes each file of a page compressed beside it, so that the server compresses none. */
export function compressFiles(): Plugin {
  return {
    name: "compress-files",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => COMPRESSED.test(file))) {
        const file = join(dir, name);
        const content = readFileSync(file);
        if (content.length < SMALLEST_BYTES) continue;
        writeFileSync(`${file}.br`, brotliCompressSync(content, BROTLI));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}
