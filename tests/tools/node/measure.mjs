// Measures pages with Lighthouse in one Chromium and writes what it found to stdout, as JSON.
// Standard input: {chromium, flags, pages: [{url, categories, cookie}]}. Started by tests/tools/lighthouse.py.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { pageFunctions } from "lighthouse/core/lib/page-functions.js";

// Lighthouse works a second before every page to see how fast the machine is. No figure of speed is asked for.
pageFunctions.computeBenchmarkIndex = () => 1000;

const input = await new Response(process.stdin).json();
const chrome = await launch({ chromePath: input.chromium, chromeFlags: ["--headless=new", ...input.flags] });
const verdicts = [];
try {
  for (const page of input.pages) {
    const { lhr } = await lighthouse(page.url, {
      port: chrome.port,
      output: [],
      logLevel: "error",
      onlyCategories: page.categories,
      extraHeaders: page.cookie ? { Cookie: page.cookie } : undefined,
      // Nothing is slowed down, and nothing is waited for but the page itself.
      throttlingMethod: "simulate",
      disableFullPageScreenshot: true,
      pauseAfterFcpMs: 1,
      pauseAfterLoadMs: 1,
      networkQuietThresholdMs: 1,
      cpuQuietThresholdMs: 1,
    });
    if (lhr.runtimeError) throw new Error(`${page.url}: ${lhr.runtimeError.message}`);
    verdicts.push({
      url: page.url,
      shown: lhr.finalDisplayedUrl,
      categories: Object.values(lhr.categories).map(({ id, score, auditRefs }) => ({
        id,
        score,
        failed: auditRefs
          .map((ref) => lhr.audits[ref.id])
          .filter((audit) => audit.score !== null && audit.score < 1)
          .map((audit) => `${audit.id} (${audit.title}) ${JSON.stringify(audit.details?.items ?? "")}`),
      })),
    });
  }
} finally {
  await chrome.kill();
}
process.stdout.write(JSON.stringify(verdicts));
