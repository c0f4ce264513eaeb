// Bundles page.ts and live.ts, each with uPlot, into one script and one style sheet: node build.mjs OUTPUT
// Installs the packages of package-lock.json if they are missing. On failure, prints one line and removes the output.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
const modules = join(here, "node_modules");

try {
  if (!existsSync(join(modules, "uplot")) || !existsSync(join(modules, "esbuild"))) {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-retries=0", "--fetch-timeout=5000"];
    execFileSync(npm, ["ci", ...flags], {
      cwd: here, stdio: "pipe", timeout: 20_000, shell: process.platform === "win32",
    });
  }

  const { build } = await import("esbuild");
  mkdirSync(output, { recursive: true });
  const licence = readFileSync(join(modules, "uplot", "LICENSE"), "utf8").trim();
  const banner = `/*! uPlot, https://github.com/leeoniya/uPlot\n${licence}\n*/`;
  await build({
    entryPoints: [join(here, "page.ts"), join(here, "live.ts")],
    outdir: output,
    bundle: true, minify: true, format: "iife", target: "es2022", charset: "ascii", legalComments: "none",
    banner: { js: banner }, logLevel: "silent",
  });
} catch (error) {
  rmSync(output, { recursive: true, force: true });
  console.log(`reports are built without interactive charts: ${String(error.message ?? error).split("\n")[0]}`);
  process.exit(1);
}
